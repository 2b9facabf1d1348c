locals {
  instances = merge(
    { bastion = { tier = "public", group = "bastion", index = 0 } },
    { for i in range(length(local.zones)) : "web-${i}" => { tier = "public", group = "web", index = i } },
    { for i in range(length(local.zones)) : "app-${i}" => { tier = "app", group = "app", index = i } },
    { for i in range(length(local.zones)) : "data-${i}" => { tier = "data", group = "data", index = i } },
  )
}

# Each tier answers on its port, so that the rules can be tried.
locals {
  services = { web = 80, app = 8080, data = 5432 }
}

resource "aws_key_pair" "this" {
  count      = var.public_key == null ? 0 : 1
  key_name   = var.name
  public_key = var.public_key
}

resource "aws_instance" "this" {
  for_each = local.instances

  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.this["${each.value.tier}-${each.value.index}"].id
  vpc_security_group_ids = [aws_security_group.this[each.value.group].id]
  key_name               = one(aws_key_pair.this[*].key_name)

  user_data = !contains(keys(local.services), each.value.group) ? null : <<-EOT
    #!/bin/sh
    mkdir -p /srv/www && cd /srv/www && hostname >index.html
    nohup python3 -m http.server ${local.services[each.value.group]} >/var/log/www.log 2>&1 &
  EOT

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

output "web_public_ips" {
  value = [for name, instance in aws_instance.this : instance.public_ip if startswith(name, "web-")]
}

output "private_ips" {
  value = { for name, instance in aws_instance.this : name => instance.private_ip }
}

output "app_reaches_data" {
  value = aws_ec2_network_insights_analysis.app_to_data.path_found
}
