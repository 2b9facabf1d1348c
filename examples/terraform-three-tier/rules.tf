resource "aws_security_group" "this" {
  for_each = {
    bastion = "ssh from the administrator"
    web     = "http and https from anywhere"
    app     = "from web and bastion"
    data    = "from app"
  }

  name        = "${var.name}-${each.key}"
  description = each.value
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-${each.key}" }
}

resource "aws_vpc_security_group_egress_rule" "all" {
  for_each = aws_security_group.this

  security_group_id = each.value.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "from_block" {
  for_each = {
    bastion-ssh = { group = "bastion", port = 22, cidr = var.admin_cidr }
    web-http    = { group = "web", port = 80, cidr = "0.0.0.0/0" }
    web-https   = { group = "web", port = 443, cidr = "0.0.0.0/0" }
  }

  security_group_id = aws_security_group.this[each.value.group].id
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
  tags              = { Name = each.key }
}

resource "aws_vpc_security_group_ingress_rule" "from_group" {
  for_each = {
    web-ssh  = { group = "web", port = 22, from = "bastion" }
    app-http = { group = "app", port = 8080, from = "web" }
    app-ssh  = { group = "app", port = 22, from = "bastion" }
    data-sql = { group = "data", port = 5432, from = "app" }
  }

  security_group_id            = aws_security_group.this[each.value.group].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  tags                         = { Name = each.key }
}

# Stateless, so both directions are written: the database's port in, the answers out.
resource "aws_network_acl" "data" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = [for key, subnet in local.subnets : aws_subnet.this[key].id if subnet.tier == "data"]

  dynamic "ingress" {
    for_each = [for key, subnet in local.subnets : subnet if subnet.tier == "app"]
    content {
      rule_no    = 100 + 10 * ingress.value.index
      action     = "allow"
      protocol   = "tcp"
      cidr_block = ingress.value.cidr
      from_port  = 5432
      to_port    = 5432
    }
  }

  dynamic "egress" {
    for_each = [for key, subnet in local.subnets : subnet if subnet.tier == "app"]
    content {
      rule_no    = 100 + 10 * egress.value.index
      action     = "allow"
      protocol   = "tcp"
      cidr_block = egress.value.cidr
      from_port  = 1024
      to_port    = 65535
    }
  }

  tags = { Name = "${var.name}-data" }
}
