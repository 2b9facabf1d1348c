# Data sources: what configurations look up instead of making.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_regions" "all" {}

data "aws_partition" "current" {}

data "aws_availability_zones" "all" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_availability_zone" "first" {
  name = data.aws_availability_zones.all.names[0]
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_subnet" "each" {
  for_each = toset(data.aws_subnets.default.ids)
  id       = each.value
}

data "aws_security_group" "default" {
  vpc_id = data.aws_vpc.default.id
  name   = "default"
}

data "aws_route_table" "default" {
  vpc_id = data.aws_vpc.default.id

  filter {
    name   = "association.main"
    values = ["true"]
  }
}

data "aws_internet_gateway" "default" {
  filter {
    name   = "attachment.vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_network_acls" "default" {
  vpc_id = data.aws_vpc.default.id
}

data "aws_ec2_instance_type_offerings" "t3" {
  location_type = "availability-zone"

  filter {
    name   = "instance-type"
    values = ["t3.micro"]
  }
}

data "aws_ssm_parameters_by_path" "images" {
  path = "/aws/service/ami-amazon-linux-latest"
}

data "aws_ami_ids" "amazon" {
  owners = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-*"]
  }
}

data "aws_servicequotas_service_quota" "vpcs" {
  service_code = "vpc"
  quota_code   = "L-F678F1CE"
}

data "aws_ip_ranges" "none" {
  count    = 0
  services = ["ec2"]
}

resource "aws_vpc" "main" {
  cidr_block = "10.100.0.0/16"
  tags       = { Name = "data-sources", Stage = var.changed ? "after" : "before" }
}

resource "aws_subnet" "main" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  tags       = { Name = "data-sources", Tier = "one" }
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "data-sources" }
}

resource "aws_route_table_association" "main" {
  count          = 2
  subnet_id      = aws_subnet.main[count.index].id
  route_table_id = aws_route_table.main.id
}

resource "aws_security_group" "main" {
  name   = "data-sources"
  vpc_id = aws_vpc.main.id
  tags   = { Name = "data-sources" }
}

resource "aws_network_interface" "main" {
  subnet_id       = aws_subnet.main[0].id
  security_groups = [aws_security_group.main.id]

  # The tag below is not this resource's own.
  lifecycle {
    ignore_changes = [tags, tags_all]
  }
}

resource "aws_ec2_tag" "outside" {
  resource_id = aws_network_interface.main.id
  key         = "Owner"
  value       = var.changed ? "after" : "before"
}

data "aws_vpc" "by_tag" {
  tags       = { Name = "data-sources" }
  depends_on = [aws_vpc.main]
}

data "aws_vpcs" "by_tag" {
  tags       = { Name = "data-sources" }
  depends_on = [aws_vpc.main]
}

data "aws_subnets" "by_tag" {
  filter {
    name   = "tag:Tier"
    values = ["one"]
  }

  depends_on = [aws_subnet.main]
}

data "aws_route_table" "by_subnet" {
  subnet_id  = aws_subnet.main[0].id
  depends_on = [aws_route_table_association.main]
}

data "aws_route_tables" "by_vpc" {
  vpc_id     = aws_vpc.main.id
  depends_on = [aws_route_table.main]
}

data "aws_security_groups" "by_vpc" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.main.id]
  }

  depends_on = [aws_security_group.main]
}

data "aws_security_group" "by_id" {
  id = aws_security_group.main.id
}

data "aws_vpc_security_group_rules" "by_group" {
  filter {
    name   = "group-id"
    values = [aws_security_group.main.id]
  }
}

data "aws_network_interface" "by_id" {
  id = aws_network_interface.main.id
}

data "aws_network_interfaces" "by_subnet" {
  filter {
    name   = "subnet-id"
    values = [aws_subnet.main[0].id]
  }

  depends_on = [aws_network_interface.main]
}

output "account" {
  value = data.aws_caller_identity.current.account_id
}

output "zones" {
  value = data.aws_availability_zones.all.zone_ids
}
