# A gateway balancer, services in front of it, and endpoints: one that is accepted at once, one that somebody accepts.

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
  cidr_block = "10.61.0.0/16"
}

resource "aws_subnet" "main" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.61.${each.value}.0/24"
  availability_zone = "ap-northeast-2${each.key}"
}

resource "aws_lb" "main" {
  name                             = "inspection-main"
  load_balancer_type               = "gateway"
  subnets                          = [for s in aws_subnet.main : s.id]
  enable_cross_zone_load_balancing = var.changed
}

resource "aws_lb_target_group" "main" {
  name                 = "inspection-main"
  port                 = 6081
  protocol             = "GENEVE"
  target_type          = "ip"
  vpc_id               = aws_vpc.main.id
  deregistration_delay = var.changed ? 20 : 300

  stickiness {
    enabled = var.changed
    type    = "source_ip_dest_ip"
  }

  target_failover {
    on_deregistration = var.changed ? "rebalance" : "no_rebalance"
    on_unhealthy      = var.changed ? "rebalance" : "no_rebalance"
  }

  health_check {
    protocol = "TCP"
    port     = 443
    interval = var.changed ? 5 : 10
  }
}

resource "aws_lb_target_group_attachment" "main" {
  target_group_arn = aws_lb_target_group.main.arn
  target_id        = "10.61.0.50"
}

resource "aws_lb_listener" "main" {
  load_balancer_arn        = aws_lb.main.arn
  tcp_idle_timeout_seconds = var.changed ? 600 : 350

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }
}

resource "aws_vpc_endpoint_service" "open" {
  acceptance_required        = false
  gateway_load_balancer_arns = [aws_lb.main.arn]
  allowed_principals         = var.changed ? ["arn:aws:iam::111122223333:root"] : []
  tags                       = { Name = "open", Changed = var.changed }
}

resource "aws_vpc_endpoint_service" "asked" {
  acceptance_required        = true
  gateway_load_balancer_arns = [aws_lb.main.arn]
}

resource "aws_vpc_endpoint_service_allowed_principal" "asked" {
  vpc_endpoint_service_id = aws_vpc_endpoint_service.asked.id
  principal_arn           = "arn:aws:iam::111122223333:root"
}

resource "aws_vpc_endpoint" "open" {
  vpc_id            = aws_vpc.main.id
  vpc_endpoint_type = aws_vpc_endpoint_service.open.service_type
  service_name      = aws_vpc_endpoint_service.open.service_name
  subnet_ids        = [aws_subnet.main["a"].id]
  tags              = { Name = "open", Changed = var.changed }
}

resource "aws_vpc_endpoint" "asked" {
  vpc_id            = aws_vpc.main.id
  vpc_endpoint_type = "GatewayLoadBalancer"
  service_name      = aws_vpc_endpoint_service.asked.service_name
  subnet_ids        = [aws_subnet.main["b"].id]
}

resource "aws_vpc_endpoint_connection_accepter" "asked" {
  vpc_endpoint_service_id = aws_vpc_endpoint_service.asked.id
  vpc_endpoint_id         = aws_vpc_endpoint.asked.id
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block      = aws_subnet.main["b"].cidr_block
    vpc_endpoint_id = aws_vpc_endpoint.open.id
  }
}

resource "aws_route_table_association" "edge" {
  gateway_id     = aws_internet_gateway.main.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_route_table" "out" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.out.id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id        = aws_vpc_endpoint.open.id
}

data "aws_vpc_endpoint_service" "open" {
  service_name = aws_vpc_endpoint_service.open.service_name
}
