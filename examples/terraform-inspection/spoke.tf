# The application's VPC. Its subnet's way out leads by the endpoint, and so does the internet gateway's way in.
resource "aws_vpc" "spoke" {
  cidr_block = var.spoke_cidr
  tags       = { Name = "spoke" }
}

resource "aws_internet_gateway" "spoke" {
  vpc_id = aws_vpc.spoke.id
  tags   = { Name = "spoke" }
}

resource "aws_subnet" "app" {
  vpc_id            = aws_vpc.spoke.id
  availability_zone = local.zones[0]
  cidr_block        = cidrsubnet(var.spoke_cidr, 8, 0)
  tags              = { Name = "app" }
}

# Nothing but the endpoint is in it: what the endpoint gives back is routed by this subnet's table.
resource "aws_subnet" "endpoint" {
  vpc_id            = aws_vpc.spoke.id
  availability_zone = local.zones[0]
  cidr_block        = cidrsubnet(var.spoke_cidr, 8, 1)
  tags              = { Name = "endpoint" }
}

resource "aws_vpc_endpoint" "inspection" {
  vpc_id            = aws_vpc.spoke.id
  vpc_endpoint_type = "GatewayLoadBalancer"
  service_name      = aws_vpc_endpoint_service.inspection.service_name
  subnet_ids        = [aws_subnet.endpoint.id]
  tags              = { Name = "inspection" }
}

resource "aws_route_table" "app" {
  vpc_id = aws_vpc.spoke.id
  tags   = { Name = "app" }

  route {
    cidr_block      = "0.0.0.0/0"
    vpc_endpoint_id = aws_vpc_endpoint.inspection.id
  }
}

resource "aws_route_table" "endpoint" {
  vpc_id = aws_vpc.spoke.id
  tags   = { Name = "endpoint" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.spoke.id
  }
}

# The edge table: what comes in by the internet gateway for the application's subnet goes to the endpoint first.
resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.spoke.id
  tags   = { Name = "edge" }

  route {
    cidr_block      = aws_subnet.app.cidr_block
    vpc_endpoint_id = aws_vpc_endpoint.inspection.id
  }
}

resource "aws_route_table_association" "app" {
  subnet_id      = aws_subnet.app.id
  route_table_id = aws_route_table.app.id
}

resource "aws_route_table_association" "endpoint" {
  subnet_id      = aws_subnet.endpoint.id
  route_table_id = aws_route_table.endpoint.id
}

resource "aws_route_table_association" "edge" {
  gateway_id     = aws_internet_gateway.spoke.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_security_group" "app" {
  name        = "app"
  description = "two web servers, for anybody"
  vpc_id      = aws_vpc.spoke.id
}

resource "aws_vpc_security_group_ingress_rule" "app" {
  for_each          = toset(["80", "8080"])
  security_group_id = aws_security_group.app.id
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "app" {
  security_group_id = aws_security_group.app.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_instance" "app" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.app.id
  vpc_security_group_ids = [aws_security_group.app.id]
  tags                   = { Name = "app" }

  user_data = <<-EOT
    #!/bin/sh
    mkdir -p /srv/www && cd /srv/www && echo "the application" >index.html
    nohup python3 -m http.server 80 >/var/log/www.log 2>&1 &
    nohup python3 -m http.server 8080 >/var/log/www-8080.log 2>&1 &
  EOT

  # A newer image does not rebuild what runs.
  lifecycle {
    ignore_changes = [ami]
  }
}

resource "aws_eip" "app" {
  domain     = "vpc"
  instance   = aws_instance.app.id
  tags       = { Name = "app" }
  depends_on = [aws_internet_gateway.spoke]
}
