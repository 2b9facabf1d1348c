# The default VPC and what comes with it, adopted.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_default_vpc" "main" {
  tags = { Name = "default", Stage = var.changed ? "after" : "before" }
}

resource "aws_default_subnet" "main" {
  count             = 2
  availability_zone = data.aws_availability_zones.available.names[count.index]
  tags              = { Name = "default-${count.index}" }
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.own.id

  ingress {
    protocol  = -1
    self      = true
    from_port = 0
    to_port   = 0
  }

  dynamic "egress" {
    for_each = var.changed ? ["10.80.0.0/16"] : ["0.0.0.0/0"]
    content {
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      cidr_blocks = [egress.value]
    }
  }
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.own.default_route_table_id

  dynamic "route" {
    for_each = var.changed ? ["0.0.0.0/0"] : []
    content {
      cidr_block = route.value
      gateway_id = aws_internet_gateway.own.id
    }
  }

  tags = { Name = "main" }
}

resource "aws_default_network_acl" "main" {
  default_network_acl_id = aws_vpc.own.default_network_acl_id

  ingress {
    protocol   = -1
    rule_no    = 100
    action     = "allow"
    cidr_block = var.changed ? "10.80.0.0/16" : "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  egress {
    protocol   = -1
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

# The provider adopts the options without sending any tags, and would plan them again and again.
resource "aws_default_vpc_dhcp_options" "main" {
  lifecycle {
    ignore_changes = [tags, tags_all]
  }
}

resource "aws_vpc" "own" {
  cidr_block = "10.80.0.0/16"
}

resource "aws_subnet" "own" {
  vpc_id     = aws_vpc.own.id
  cidr_block = "10.80.1.0/24"
}

resource "aws_internet_gateway" "own" {
  vpc_id = aws_vpc.own.id
}
