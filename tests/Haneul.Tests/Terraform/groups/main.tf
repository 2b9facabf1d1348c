# Security groups by reference, with rules in each of the three ways of writing them, and a managed prefix list.

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
  cidr_block = "10.1.0.0/16"
  tags       = { Name = "groups" }
}

resource "aws_ec2_managed_prefix_list" "offices" {
  name           = "offices"
  address_family = "IPv4"
  max_entries    = var.changed ? 6 : 5

  entry {
    cidr        = "198.51.100.0/24"
    description = "Seoul"
  }

  dynamic "entry" {
    for_each = var.changed ? ["203.0.113.0/25", "203.0.113.128/25"] : ["203.0.113.0/24"]
    content {
      cidr        = entry.value
      description = "Busan"
    }
  }

  tags = { Name = "offices" }
}

# Rules inside the group.
resource "aws_security_group" "balancer" {
  name        = "balancer"
  description = "From everywhere"
  vpc_id      = aws_vpc.main.id

  ingress {
    description      = "HTTPS"
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }

  ingress {
    description     = "HTTP from the offices"
    from_port       = 80
    to_port         = 80
    protocol        = "tcp"
    prefix_list_ids = [aws_ec2_managed_prefix_list.offices.id]
  }

  dynamic "ingress" {
    for_each = var.changed ? [8443] : []
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.1.0.0/16", "192.0.2.0/24"]
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = { Name = "balancer" }

  lifecycle {
    create_before_destroy = true
  }
}

# A rule resource for each rule.
resource "aws_security_group" "web" {
  name_prefix = "web-"
  description = "From the balancer"
  vpc_id      = aws_vpc.main.id
  tags        = { Name = "web" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.web.id
  referenced_security_group_id = aws_security_group.balancer.id
  from_port                    = var.changed ? 8081 : 8080
  to_port                      = var.changed ? 8081 : 8080
  ip_protocol                  = "tcp"
  description                  = var.changed ? "after" : "before"
  tags                         = { Name = "web" }
}

resource "aws_vpc_security_group_ingress_rule" "web_self" {
  security_group_id            = aws_security_group.web.id
  referenced_security_group_id = aws_security_group.web.id
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "web_offices" {
  security_group_id = aws_security_group.web.id
  prefix_list_id    = aws_ec2_managed_prefix_list.offices.id
  from_port         = 22
  to_port           = 22
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "web_ping" {
  security_group_id = aws_security_group.web.id
  cidr_ipv4         = "10.0.0.0/8"
  from_port         = 8
  to_port           = -1
  ip_protocol       = "icmp"
}

resource "aws_vpc_security_group_egress_rule" "web" {
  security_group_id = aws_security_group.web.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_egress_rule" "web_v6" {
  security_group_id = aws_security_group.web.id
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"
}

# The older rule resource, several sources in one.
resource "aws_security_group" "data" {
  description = "From the web"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group_rule" "data_web" {
  type                     = "ingress"
  security_group_id        = aws_security_group.data.id
  source_security_group_id = aws_security_group.web.id
  from_port                = 5432
  to_port                  = 5432
  protocol                 = "tcp"
  description              = "web"
}

resource "aws_security_group_rule" "data_self" {
  type              = "ingress"
  security_group_id = aws_security_group.data.id
  self              = true
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
}

resource "aws_security_group_rule" "data_ranges" {
  type              = "ingress"
  security_group_id = aws_security_group.data.id
  cidr_blocks       = var.changed ? ["10.1.0.0/20", "10.1.16.0/20"] : ["10.1.0.0/20"]
  from_port         = 6432
  to_port           = 6432
  protocol          = "tcp"
}

resource "aws_security_group_rule" "data_out" {
  type              = "egress"
  security_group_id = aws_security_group.data.id
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
}

# Two groups that refer to each other.
resource "aws_security_group" "ping" {
  name   = "ping"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "pong" {
  name                   = "pong"
  vpc_id                 = aws_vpc.main.id
  revoke_rules_on_delete = true
}

resource "aws_security_group_rule" "ping" {
  type                     = "ingress"
  security_group_id        = aws_security_group.ping.id
  source_security_group_id = aws_security_group.pong.id
  from_port                = 53
  to_port                  = 53
  protocol                 = "udp"
}

resource "aws_security_group_rule" "pong" {
  type                     = "ingress"
  security_group_id        = aws_security_group.pong.id
  source_security_group_id = aws_security_group.ping.id
  from_port                = 53
  to_port                  = 53
  protocol                 = "udp"
}
