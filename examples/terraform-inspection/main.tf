# All that comes from the internet to an application, and goes back, passes one of two appliances behind a gateway load balancer,
# which stand in a VPC of their own. Works against AWS and, with AWS_ENDPOINT_URL set, against Haneul; nothing in it is special to either.

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

variable "spoke_cidr" {
  description = "The application's VPC."
  type        = string
  default     = "10.3.0.0/16"
}

variable "inspection_cidr" {
  description = "The appliances' VPC."
  type        = string
  default     = "10.4.0.0/16"
}

variable "blocked" {
  description = "What the appliances keep back, though the application's group would let it in."
  type        = list(string)
  default     = ["tcp/8080"]
}

provider "aws" {
  region = var.region
}

data "aws_availability_zones" "available" {
  state = "available"
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 2)
}

output "address" {
  value = aws_eip.app.public_ip
}

output "endpoint" {
  value = aws_vpc_endpoint.inspection.id
}
