# A web server in each of two zones behind an application load balancer, which alone may reach them.
# Works against AWS and, with AWS_ENDPOINT_URL set, against Haneul; nothing in it is special to either.

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

variable "cidr" {
  type    = string
  default = "10.2.0.0/16"
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

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = { Name = "shop" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "shop" }
}

resource "aws_subnet" "this" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.this.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 8, count.index)
  tags              = { Name = "shop-${count.index}" }
}

resource "aws_default_route_table" "this" {
  default_route_table_id = aws_vpc.this.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_security_group" "balancer" {
  name        = "shop-balancer"
  description = "http from anywhere, on to the web servers"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group" "web" {
  name        = "shop-web"
  description = "http from the balancer"
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  security_group_id = aws_security_group.balancer.id
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  security_group_id            = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
  referenced_security_group_id = aws_security_group.web.id
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.web.id
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
  referenced_security_group_id = aws_security_group.balancer.id
}

resource "aws_instance" "web" {
  count                  = length(local.zones)
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.this[count.index].id
  vpc_security_group_ids = [aws_security_group.web.id]
  tags                   = { Name = "shop-web-${count.index}" }

  user_data = <<-EOT
    #!/bin/sh
    mkdir -p /srv/www && cd /srv/www && echo "shop-web-${count.index}" >index.html
    nohup python3 -m http.server 80 >/var/log/www.log 2>&1 &
  EOT

  # A newer image does not rebuild what runs.
  lifecycle {
    ignore_changes = [ami]
  }
}

resource "aws_lb" "this" {
  name            = "shop"
  security_groups = [aws_security_group.balancer.id]
  subnets         = aws_subnet.this[*].id
  depends_on      = [aws_internet_gateway.this]
}

resource "aws_lb_target_group" "web" {
  name     = "shop-web"
  vpc_id   = aws_vpc.this.id
  protocol = "HTTP"
  port     = 80

  health_check {
    interval            = 5
    timeout             = 2
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}

resource "aws_lb_target_group_attachment" "web" {
  count            = length(aws_instance.web)
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web[count.index].id
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTP"
  port              = 80

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

output "name" {
  value = aws_lb.this.dns_name
}
