# A web service in two zones: public, application and data tiers, one NAT gateway per zone, groups that name each other,
# and a network ACL around the data tier. Works against AWS and, with AWS_ENDPOINT_URL set, against Haneul; nothing in it is special to either.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "region" {
  type    = string
  default = "ap-northeast-2"
}

variable "name" {
  type    = string
  default = "three-tier"
}

variable "cidr" {
  type    = string
  default = "10.1.0.0/16"
}

variable "admin_cidr" {
  description = "Who may reach the bastion by ssh. Haneul's laptop sits behind 198.19.0.10."
  type        = string
  default     = "198.19.0.10/32"
}

variable "public_key" {
  description = "Of who logs in by ssh, as in ~/.ssh/id_ed25519.pub; none: nobody does."
  type        = string
  default     = null
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = var.name }
  }
}

data "aws_availability_zones" "available" {
  state = "available"
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 2)
  tiers = ["public", "app", "data"]

  # public-0, public-1, app-0 …: a /24 each, tier by tier.
  subnets = {
    for pair in setproduct(local.tiers, range(length(local.zones))) : "${pair[0]}-${pair[1]}" => {
      tier  = pair[0]
      index = pair[1]
      zone  = local.zones[pair[1]]
      cidr  = cidrsubnet(var.cidr, 8, 10 * index(local.tiers, pair[0]) + pair[1])
    }
  }
}
