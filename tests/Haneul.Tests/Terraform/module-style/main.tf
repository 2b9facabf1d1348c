# A network written the way that shared VPC modules write it: lists of ranges, switches, count on everything, names by format.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

locals {
  name               = "module-style"
  cidr               = "10.110.0.0/16"
  secondary_cidrs    = ["10.111.0.0/16"]
  azs                = slice(data.aws_availability_zones.available.names, 0, 2)
  public_subnets     = ["10.110.101.0/24", "10.110.102.0/24"]
  private_subnets    = ["10.110.1.0/24", "10.111.2.0/24"]
  database_subnets   = ["10.110.21.0/24", "10.110.22.0/24"]
  intra_subnets      = ["10.110.51.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = !var.changed
  nat_gateway_count  = local.single_nat_gateway ? 1 : length(local.azs)
  enable_vpn_gateway = true

  public_inbound_acl_rules = [
    { rule_number = 100, rule_action = "allow", from_port = 80, to_port = 80, protocol = "tcp", cidr_block = "0.0.0.0/0" },
    { rule_number = 110, rule_action = "allow", from_port = 1024, to_port = 65535, protocol = "tcp", cidr_block = "0.0.0.0/0" },
    { rule_number = 120, rule_action = "allow", icmp_code = -1, icmp_type = 8, protocol = "icmp", cidr_block = "10.0.0.0/22" },
    { rule_number = 140, rule_action = "allow", from_port = 80, to_port = 80, protocol = "tcp", ipv6_cidr_block = "::/0" },
  ]

  customer_gateways = {
    IP1 = { bgp_asn = 65112, ip_address = "192.0.2.10", device_name = "some_name" }
    IP2 = { bgp_asn = 65112, ip_address = "192.0.2.11" }
  }

  tags = {
    Example     = local.name
    Environment = var.changed ? "prod" : "dev"
  }
}

data "aws_availability_zones" "available" {}

resource "aws_vpc" "this" {
  count = 1

  cidr_block                           = local.cidr
  instance_tenancy                     = "default"
  enable_dns_hostnames                 = true
  enable_dns_support                   = true
  enable_network_address_usage_metrics = var.changed
  assign_generated_ipv6_cidr_block     = null
  ipv4_ipam_pool_id                    = null

  tags = merge({ "Name" = local.name }, local.tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  count      = length(local.secondary_cidrs)
  vpc_id     = aws_vpc.this[0].id
  cidr_block = element(local.secondary_cidrs, count.index)
}

resource "aws_vpc_dhcp_options" "this" {
  count                             = 1
  domain_name                       = "service.consul"
  domain_name_servers               = ["127.0.0.1", "10.110.0.2"]
  ntp_servers                       = ["10.110.0.5"]
  netbios_name_servers              = ["10.110.0.6"]
  netbios_node_type                 = 2
  ipv6_address_preferred_lease_time = 1440

  tags = merge({ "Name" = local.name }, local.tags)
}

resource "aws_vpc_dhcp_options_association" "this" {
  count           = 1
  vpc_id          = aws_vpc.this[0].id
  dhcp_options_id = aws_vpc_dhcp_options.this[0].id
}

resource "aws_subnet" "public" {
  count = length(local.public_subnets)

  availability_zone                              = element(local.azs, count.index)
  cidr_block                                     = element(local.public_subnets, count.index)
  enable_dns64                                   = false
  enable_resource_name_dns_a_record_on_launch    = false
  enable_resource_name_dns_aaaa_record_on_launch = false
  ipv6_native                                    = false
  map_public_ip_on_launch                        = var.changed
  private_dns_hostname_type_on_launch            = var.changed ? "resource-name" : null
  vpc_id                                         = aws_vpc.this[0].id

  tags = merge({ Name = format("${local.name}-public-%s", element(local.azs, count.index)) }, local.tags)
}

resource "aws_route_table" "public" {
  count  = 1
  vpc_id = aws_vpc.this[0].id
  tags   = merge({ Name = "${local.name}-public" }, local.tags)
}

resource "aws_route_table_association" "public" {
  count          = length(local.public_subnets)
  subnet_id      = element(aws_subnet.public[*].id, count.index)
  route_table_id = element(aws_route_table.public[*].id, count.index)
}

resource "aws_route" "public_internet_gateway" {
  count                  = 1
  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id

  timeouts {
    create = "5m"
  }
}

resource "aws_network_acl" "public" {
  count      = 1
  vpc_id     = aws_vpc.this[0].id
  subnet_ids = aws_subnet.public[*].id
  tags       = merge({ "Name" = "${local.name}-public" }, local.tags)
}

resource "aws_network_acl_rule" "public_inbound" {
  count = length(local.public_inbound_acl_rules)

  network_acl_id  = aws_network_acl.public[0].id
  egress          = false
  rule_number     = local.public_inbound_acl_rules[count.index]["rule_number"]
  rule_action     = local.public_inbound_acl_rules[count.index]["rule_action"]
  from_port       = lookup(local.public_inbound_acl_rules[count.index], "from_port", null)
  to_port         = lookup(local.public_inbound_acl_rules[count.index], "to_port", null)
  icmp_code       = lookup(local.public_inbound_acl_rules[count.index], "icmp_code", null)
  icmp_type       = lookup(local.public_inbound_acl_rules[count.index], "icmp_type", null)
  protocol        = local.public_inbound_acl_rules[count.index]["protocol"]
  cidr_block      = lookup(local.public_inbound_acl_rules[count.index], "cidr_block", null)
  ipv6_cidr_block = lookup(local.public_inbound_acl_rules[count.index], "ipv6_cidr_block", null)
}

resource "aws_subnet" "private" {
  count             = length(local.private_subnets)
  availability_zone = element(local.azs, count.index)
  cidr_block        = element(local.private_subnets, count.index)
  vpc_id            = aws_vpc.this[0].id
  tags              = merge({ Name = format("${local.name}-private-%s", element(local.azs, count.index)) }, local.tags)
  depends_on        = [aws_vpc_ipv4_cidr_block_association.this]
}

resource "aws_route_table" "private" {
  count  = local.nat_gateway_count
  vpc_id = aws_vpc.this[0].id
  tags   = merge({ "Name" = local.single_nat_gateway ? "${local.name}-private" : format("${local.name}-private-%s", element(local.azs, count.index)) }, local.tags)
}

resource "aws_route_table_association" "private" {
  count          = length(local.private_subnets)
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, local.single_nat_gateway ? 0 : count.index)
}

resource "aws_subnet" "database" {
  count             = length(local.database_subnets)
  availability_zone = element(local.azs, count.index)
  cidr_block        = element(local.database_subnets, count.index)
  vpc_id            = aws_vpc.this[0].id
  tags              = merge({ Name = format("${local.name}-db-%s", element(local.azs, count.index)) }, local.tags)
}

resource "aws_subnet" "intra" {
  count      = length(local.intra_subnets)
  cidr_block = element(local.intra_subnets, count.index)
  vpc_id     = aws_vpc.this[0].id
  tags       = merge({ Name = "${local.name}-intra" }, local.tags)
}

resource "aws_route_table" "intra" {
  count  = 1
  vpc_id = aws_vpc.this[0].id
  tags   = merge({ "Name" = "${local.name}-intra" }, local.tags)
}

resource "aws_route_table_association" "intra" {
  count          = length(local.intra_subnets)
  subnet_id      = element(aws_subnet.intra[*].id, count.index)
  route_table_id = element(aws_route_table.intra[*].id, 0)
}

resource "aws_internet_gateway" "this" {
  count  = 1
  vpc_id = aws_vpc.this[0].id
  tags   = merge({ "Name" = local.name }, local.tags)
}

resource "aws_eip" "nat" {
  count      = local.enable_nat_gateway ? local.nat_gateway_count : 0
  domain     = "vpc"
  tags       = merge({ "Name" = format("${local.name}-%s", element(local.azs, count.index)) }, local.tags)
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count         = local.enable_nat_gateway ? local.nat_gateway_count : 0
  allocation_id = element(aws_eip.nat[*].id, local.single_nat_gateway ? 0 : count.index)
  subnet_id     = element(aws_subnet.public[*].id, local.single_nat_gateway ? 0 : count.index)
  tags          = merge({ "Name" = format("${local.name}-%s", element(local.azs, count.index)) }, local.tags)
  depends_on    = [aws_internet_gateway.this]
}

resource "aws_route" "private_nat_gateway" {
  count                  = local.nat_gateway_count
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)

  timeouts {
    create = "5m"
  }
}

resource "aws_customer_gateway" "this" {
  for_each    = local.customer_gateways
  bgp_asn     = each.value["bgp_asn"]
  ip_address  = each.value["ip_address"]
  device_name = lookup(each.value, "device_name", null)
  type        = "ipsec.1"
  tags        = merge({ Name = "${local.name}-${each.key}" }, local.tags)
}

resource "aws_vpn_gateway" "this" {
  count             = local.enable_vpn_gateway ? 1 : 0
  vpc_id            = aws_vpc.this[0].id
  amazon_side_asn   = "64512"
  availability_zone = null
  tags              = merge({ "Name" = local.name }, local.tags)
}

resource "aws_vpn_gateway_route_propagation" "public" {
  count          = 1
  route_table_id = element(aws_route_table.public[*].id, count.index)
  vpn_gateway_id = element(aws_vpn_gateway.this[*].id, count.index)
}

# One for each table: two for the same one would end each other when they part.
resource "aws_vpn_gateway_route_propagation" "private" {
  count          = length(aws_route_table.private)
  route_table_id = element(aws_route_table.private[*].id, count.index)
  vpn_gateway_id = element(aws_vpn_gateway.this[*].id, count.index)
}

resource "aws_default_security_group" "this" {
  count  = 1
  vpc_id = aws_vpc.this[0].id
  tags   = merge({ "Name" = "${local.name}-default" }, local.tags)
}

resource "aws_default_network_acl" "this" {
  count                  = 1
  default_network_acl_id = aws_vpc.this[0].default_network_acl_id
  subnet_ids             = null

  ingress {
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    protocol   = "-1"
    rule_no    = 100
    to_port    = 0
  }

  ingress {
    action          = "allow"
    from_port       = 0
    ipv6_cidr_block = "::/0"
    protocol        = "-1"
    rule_no         = 101
    to_port         = 0
  }

  egress {
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    protocol   = "-1"
    rule_no    = 100
    to_port    = 0
  }

  tags = merge({ "Name" = "${local.name}-default" }, local.tags)

  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

resource "aws_default_route_table" "default" {
  count                  = 1
  default_route_table_id = aws_vpc.this[0].default_route_table_id
  propagating_vgws       = []
  tags                   = merge({ "Name" = "${local.name}-default" }, local.tags)

  timeouts {
    create = "5m"
    update = "5m"
  }
}

data "aws_iam_policy_document" "flow_log_cloudwatch_assume_role" {
  statement {
    sid = "AWSVPCFlowLogsAssumeRole"

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }

    effect  = "Allow"
    actions = ["sts:AssumeRole"]
  }
}

resource "aws_iam_role" "vpc_flow_log_cloudwatch" {
  count                = 1
  name_prefix          = "vpc-flow-log-role-"
  assume_role_policy   = data.aws_iam_policy_document.flow_log_cloudwatch_assume_role.json
  permissions_boundary = null
  tags                 = local.tags
}

resource "aws_iam_role_policy_attachment" "vpc_flow_log_cloudwatch" {
  count      = 1
  role       = aws_iam_role.vpc_flow_log_cloudwatch[0].name
  policy_arn = aws_iam_policy.vpc_flow_log_cloudwatch[0].arn
}

resource "aws_iam_policy" "vpc_flow_log_cloudwatch" {
  count       = 1
  name_prefix = "vpc-flow-log-to-cloudwatch-"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })

  tags = local.tags
}

resource "aws_cloudwatch_log_group" "flow_log" {
  count             = 1
  name              = "/aws/vpc-flow-log/${aws_vpc.this[0].id}"
  retention_in_days = null
  kms_key_id        = null
  skip_destroy      = false
  tags              = local.tags
}

resource "aws_flow_log" "this" {
  count                    = 1
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.flow_log[0].arn
  iam_role_arn             = aws_iam_role.vpc_flow_log_cloudwatch[0].arn
  traffic_type             = "ALL"
  vpc_id                   = aws_vpc.this[0].id
  max_aggregation_interval = 600
  tags                     = local.tags
}
