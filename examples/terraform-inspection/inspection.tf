# The appliances' VPC: one in each of two zones, behind a gateway load balancer that gives to both.
resource "aws_vpc" "inspection" {
  cidr_block = var.inspection_cidr
  tags       = { Name = "inspection" }
}

resource "aws_subnet" "inspection" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.inspection.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.inspection_cidr, 8, count.index)
  tags              = { Name = "inspection-${count.index}" }
}

# The balancer's nodes have no groups; what they send comes from their addresses in these subnets.
resource "aws_security_group" "appliance" {
  name        = "appliance"
  description = "GENEVE and health checks from the balancer"
  vpc_id      = aws_vpc.inspection.id
}

resource "aws_vpc_security_group_ingress_rule" "geneve" {
  security_group_id = aws_security_group.appliance.id
  ip_protocol       = "udp"
  from_port         = 6081
  to_port           = 6081
  cidr_ipv4         = var.inspection_cidr
}

resource "aws_vpc_security_group_ingress_rule" "health" {
  security_group_id = aws_security_group.appliance.id
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_ipv4         = var.inspection_cidr
}

resource "aws_vpc_security_group_egress_rule" "appliance" {
  security_group_id = aws_security_group.appliance.id
  ip_protocol       = "udp"
  from_port         = 6081
  to_port           = 6081
  cidr_ipv4         = var.inspection_cidr
}

resource "aws_instance" "appliance" {
  count                  = length(local.zones)
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.inspection[count.index].id
  vpc_security_group_ids = [aws_security_group.appliance.id]
  tags                   = { Name = "appliance-${count.index}" }

  user_data = <<-EOT
    #!/bin/sh
    cat >/srv/appliance.py <<'END'
    ${file("${path.module}/appliance.py")}
    END
    nohup python3 /srv/appliance.py --health 80 --block ${join(" ", var.blocked)} >/var/log/appliance.log 2>&1 &
  EOT

  lifecycle {
    ignore_changes = [ami]
  }
}

resource "aws_lb" "inspection" {
  name                             = "inspection"
  load_balancer_type               = "gateway"
  subnets                          = aws_subnet.inspection[*].id
  enable_cross_zone_load_balancing = true
}

resource "aws_lb_target_group" "appliances" {
  name     = "appliances"
  vpc_id   = aws_vpc.inspection.id
  protocol = "GENEVE"
  port     = 6081

  health_check {
    protocol            = "HTTP"
    path                = "/"
    port                = 80
    interval            = 5
    timeout             = 2
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  # The flows of an appliance that fails go to the other one; with no_rebalance they would stay, and be lost.
  target_failover {
    on_deregistration = "rebalance"
    on_unhealthy      = "rebalance"
  }
}

resource "aws_lb_target_group_attachment" "appliance" {
  count            = length(aws_instance.appliance)
  target_group_arn = aws_lb_target_group.appliances.arn
  target_id        = aws_instance.appliance[count.index].id
}

resource "aws_lb_listener" "inspection" {
  load_balancer_arn = aws_lb.inspection.arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.appliances.arn
  }
}

# What endpoints of other VPCs, and with a permission of other accounts, can be made to.
resource "aws_vpc_endpoint_service" "inspection" {
  acceptance_required        = false
  gateway_load_balancer_arns = [aws_lb.inspection.arn]
  tags                       = { Name = "inspection" }
}
