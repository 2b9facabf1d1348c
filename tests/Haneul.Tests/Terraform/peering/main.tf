# VPC peering: in the region, and across regions with a requester and an accepter.

terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.tokyo]
    }
  }
}

variable "changed" {
  type    = bool
  default = false
}

resource "aws_vpc" "a" {
  cidr_block           = "10.10.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "peering-a" }
}

resource "aws_vpc" "b" {
  cidr_block           = "10.11.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "peering-b" }
}

resource "aws_vpc" "tokyo" {
  provider             = aws.tokyo
  cidr_block           = "10.12.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "peering-tokyo" }
}

resource "aws_vpc_peering_connection" "near" {
  vpc_id      = aws_vpc.a.id
  peer_vpc_id = aws_vpc.b.id
  auto_accept = true

  accepter {
    allow_remote_vpc_dns_resolution = var.changed
  }

  requester {
    allow_remote_vpc_dns_resolution = true
  }

  tags = { Name = "a-b", Stage = var.changed ? "after" : "before" }
}

resource "aws_route" "a_b" {
  route_table_id            = aws_vpc.a.main_route_table_id
  destination_cidr_block    = aws_vpc.b.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.near.id
}

resource "aws_route" "b_a" {
  route_table_id            = aws_vpc.b.main_route_table_id
  destination_cidr_block    = aws_vpc.a.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.near.id
}

resource "aws_security_group" "b" {
  name   = "peered"
  vpc_id = aws_vpc.b.id
}

resource "aws_security_group" "a" {
  name       = "peered"
  vpc_id     = aws_vpc.a.id
  depends_on = [aws_vpc_peering_connection.near]

  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.b.id]
  }
}

data "aws_region" "tokyo" {
  provider = aws.tokyo
}

data "aws_caller_identity" "tokyo" {
  provider = aws.tokyo
}

resource "aws_vpc_peering_connection" "far" {
  vpc_id        = aws_vpc.a.id
  peer_vpc_id   = aws_vpc.tokyo.id
  peer_region   = data.aws_region.tokyo.name
  peer_owner_id = data.aws_caller_identity.tokyo.account_id
  auto_accept   = false
  tags          = { Name = "a-tokyo", Side = "requester" }
}

resource "aws_vpc_peering_connection_accepter" "far" {
  provider                  = aws.tokyo
  vpc_peering_connection_id = aws_vpc_peering_connection.far.id
  auto_accept               = true
  tags                      = { Name = "a-tokyo", Side = "accepter" }
}

resource "aws_vpc_peering_connection_options" "requester" {
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.far.id

  requester {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_vpc_peering_connection_options" "accepter" {
  provider                  = aws.tokyo
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.far.id

  accepter {
    allow_remote_vpc_dns_resolution = var.changed
  }
}

resource "aws_route" "a_tokyo" {
  route_table_id            = aws_vpc.a.main_route_table_id
  destination_cidr_block    = aws_vpc.tokyo.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.far.id
}

resource "aws_route" "tokyo_a" {
  provider                  = aws.tokyo
  route_table_id            = aws_vpc.tokyo.main_route_table_id
  destination_cidr_block    = aws_vpc.a.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.far.id
}

data "aws_vpc_peering_connection" "near" {
  vpc_id      = aws_vpc.a.id
  peer_vpc_id = aws_vpc.b.id
  depends_on  = [aws_vpc_peering_connection.near]
}
