# A VPN gateway with propagated routes, customer gateways, a static and a BGP connection.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

resource "aws_vpc" "main" {
  cidr_block = "10.20.0.0/16"
  tags       = { Name = "vpn" }
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.20.1.0/24"
}

resource "aws_vpn_gateway" "main" {
  vpc_id          = aws_vpc.main.id
  amazon_side_asn = 64620
  tags            = { Name = "vpn", Stage = var.changed ? "after" : "before" }
}

resource "aws_vpn_gateway" "spare" {
  tags = { Name = "spare" }
}

resource "aws_vpn_gateway_attachment" "spare" {
  vpc_id         = aws_vpc.spare.id
  vpn_gateway_id = aws_vpn_gateway.spare.id
}

resource "aws_vpc" "spare" {
  cidr_block = "10.21.0.0/16"
}

resource "aws_customer_gateway" "office" {
  bgp_asn     = 65010
  ip_address  = "203.0.113.10"
  type        = "ipsec.1"
  device_name = "office-router"
  tags        = { Name = "office" }
}

resource "aws_vpn_connection" "static" {
  vpn_gateway_id      = aws_vpn_gateway.main.id
  customer_gateway_id = aws_customer_gateway.office.id
  type                = aws_customer_gateway.office.type
  static_routes_only  = true
  tags                = { Name = "office-static" }
}

resource "aws_vpn_connection_route" "office" {
  for_each               = toset(var.changed ? ["192.168.10.0/24", "192.168.30.0/24"] : ["192.168.10.0/24", "192.168.20.0/24"])
  destination_cidr_block = each.value
  vpn_connection_id      = aws_vpn_connection.static.id
}

resource "aws_vpn_connection" "dynamic" {
  vpn_gateway_id        = aws_vpn_gateway.main.id
  customer_gateway_id   = aws_customer_gateway.office.id
  type                  = "ipsec.1"
  tunnel1_inside_cidr   = "169.254.10.0/30"
  tunnel1_preshared_key = "abcdefgh12345678"
  tunnel2_inside_cidr   = "169.254.11.0/30"
  tunnel2_preshared_key = "abcdefgh87654321"
}

resource "aws_route_table" "main" {
  vpc_id           = aws_vpc.main.id
  propagating_vgws = [aws_vpn_gateway.main.id]
}

resource "aws_route_table" "other" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "192.168.0.0/16"
    gateway_id = aws_vpn_gateway.main.id
  }
}

resource "aws_vpn_gateway_route_propagation" "other" {
  count          = var.changed ? 0 : 1
  vpn_gateway_id = aws_vpn_gateway.main.id
  route_table_id = aws_vpc.main.main_route_table_id
}

resource "aws_route_table_association" "main" {
  subnet_id      = aws_subnet.main.id
  route_table_id = aws_route_table.main.id
}

data "aws_vpn_gateway" "main" {
  id = aws_vpn_gateway.main.id
}

data "aws_customer_gateway" "office" {
  id = aws_customer_gateway.office.id
}
