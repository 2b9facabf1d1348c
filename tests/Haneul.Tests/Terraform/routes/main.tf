# Every other way to route: the main table replaced, secondary ranges, gateway tables, middleboxes, prefix lists, private NAT.

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

resource "aws_vpc" "main" {
  cidr_block       = "10.90.0.0/16"
  instance_tenancy = "default"
}

resource "aws_vpc_ipv4_cidr_block_association" "more" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "100.64.0.0/16"
}

resource "aws_vpc_ipv4_cidr_block_association" "later" {
  count      = var.changed ? 1 : 0
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.91.0.0/16"
}

resource "aws_subnet" "front" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.90.0.0/24"
  availability_zone = data.aws_availability_zones.available.names[0]
}

resource "aws_subnet" "back" {
  vpc_id            = aws_vpc_ipv4_cidr_block_association.more.vpc_id
  cidr_block        = "100.64.0.0/20"
  availability_zone = data.aws_availability_zones.available.names[0]
}

resource "aws_ec2_subnet_cidr_reservation" "front" {
  cidr_block       = "10.90.0.128/28"
  reservation_type = "prefix"
  subnet_id        = aws_subnet.front.id
}

resource "aws_internet_gateway" "main" {}

resource "aws_internet_gateway_attachment" "main" {
  internet_gateway_id = aws_internet_gateway.main.id
  vpc_id              = aws_vpc.main.id
}

resource "aws_network_interface" "middle" {
  subnet_id         = aws_subnet.front.id
  source_dest_check = false
}

resource "aws_ec2_managed_prefix_list" "partners" {
  name           = "partners"
  address_family = "IPv4"
  max_entries    = 3

  entry {
    cidr = "192.0.2.0/24"
  }
}

resource "aws_ec2_managed_prefix_list_entry" "more" {
  prefix_list_id = aws_ec2_managed_prefix_list.loose.id
  cidr           = "198.18.0.0/15"
  description    = "bench"
}

resource "aws_ec2_managed_prefix_list" "loose" {
  name           = "loose"
  address_family = "IPv4"
  max_entries    = 5
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway_attachment.main.internet_gateway_id
  }

  dynamic "route" {
    for_each = var.changed ? [] : ["172.20.0.0/16"]
    content {
      cidr_block           = route.value
      network_interface_id = aws_network_interface.middle.id
    }
  }

  dynamic "route" {
    for_each = var.changed ? ["172.21.0.0/16"] : []
    content {
      cidr_block           = route.value
      network_interface_id = aws_network_interface.middle.id
    }
  }
}

resource "aws_main_route_table_association" "main" {
  vpc_id         = aws_vpc.main.id
  route_table_id = aws_route_table.main.id
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "edge" }
}

resource "aws_route" "edge" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = aws_subnet.back.cidr_block
  network_interface_id   = aws_network_interface.middle.id
}

resource "aws_route_table_association" "edge" {
  gateway_id     = aws_internet_gateway_attachment.main.internet_gateway_id
  route_table_id = aws_route_table.edge.id
}

resource "aws_nat_gateway" "private" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.front.id
  private_ip        = "10.90.0.50"
}

resource "aws_eip" "nat" {
  count  = 2
  domain = "vpc"
}

resource "aws_nat_gateway" "public" {
  subnet_id                = aws_subnet.front.id
  allocation_id            = aws_eip.nat[0].id
  secondary_allocation_ids = [aws_eip.nat[1].id]
  depends_on               = [aws_internet_gateway_attachment.main]
}

resource "aws_route_table" "back" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "back_partners" {
  route_table_id             = aws_route_table.back.id
  destination_prefix_list_id = aws_ec2_managed_prefix_list.partners.id
  nat_gateway_id             = aws_nat_gateway.private.id
}

resource "aws_route" "back_internet" {
  route_table_id         = aws_route_table.back.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = var.changed ? aws_nat_gateway.private.id : aws_nat_gateway.public.id
}

resource "aws_route_table_association" "back" {
  subnet_id      = aws_subnet.back.id
  route_table_id = aws_route_table.back.id
}
