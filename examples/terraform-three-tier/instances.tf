locals {
  instances = merge(
    { bastion = { tier = "public", group = "bastion", index = 0 } },
    { for i in range(length(local.zones)) : "web-${i}" => { tier = "public", group = "web", index = i } },
    { for i in range(length(local.zones)) : "app-${i}" => { tier = "app", group = "app", index = i } },
    { for i in range(length(local.zones)) : "data-${i}" => { tier = "data", group = "data", index = i } },
  )
}

resource "aws_instance" "this" {
  for_each = local.instances

  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.this["${each.value.tier}-${each.value.index}"].id
  vpc_security_group_ids = [aws_security_group.this[each.value.group].id]

  metadata_options {
    http_tokens = "required"
  }

  tags = { Name = each.key }

  # A newer image does not rebuild what runs.
  lifecycle {
    ignore_changes = [ami]
  }
}

# The question that this network must always answer with yes, kept beside it.
resource "aws_ec2_network_insights_path" "app_to_data" {
  source           = aws_instance.this["app-0"].id
  destination      = aws_instance.this["data-0"].id
  protocol         = "tcp"
  destination_port = 5432
  tags             = { Name = "${var.name}-app-to-data" }
}

resource "aws_ec2_network_insights_analysis" "app_to_data" {
  network_insights_path_id = aws_ec2_network_insights_path.app_to_data.id

  depends_on = [
    aws_network_acl.data, aws_route_table_association.this,
    aws_vpc_security_group_egress_rule.all, aws_vpc_security_group_ingress_rule.from_group,
  ]
}

output "bastion_public_ip" {
  value = aws_instance.this["bastion"].public_ip
}

output "app_reaches_data" {
  value = aws_ec2_network_insights_analysis.app_to_data.path_found
}
