# Launch templates, and an instance made from one.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_vpc" "main" {
  cidr_block = "10.50.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.50.0.0/24"
}

resource "aws_security_group" "web" {
  name   = "launch-web"
  vpc_id = aws_vpc.main.id
}

resource "aws_launch_template" "web" {
  name_prefix            = "web-"
  description            = "web hosts"
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = var.changed ? "t3.small" : "t3.micro"
  update_default_version = true
  user_data              = base64encode("#!/bin/sh\necho ${var.changed}\n")
  ebs_optimized          = true

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size           = 12
      volume_type           = "gp3"
      delete_on_termination = true
      encrypted             = true
    }
  }

  credit_specification {
    cpu_credits = "standard"
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  network_interfaces {
    subnet_id             = aws_subnet.main.id
    security_groups       = [aws_security_group.web.id]
    delete_on_termination = true
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "from-template" }
  }

  tag_specifications {
    resource_type = "volume"
    tags          = { Name = "from-template" }
  }

  tags = { Name = "web" }
}

resource "aws_launch_template" "plain" {
  name                   = "plain"
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = "t3.nano"
  vpc_security_group_ids = [aws_security_group.web.id]
}

resource "aws_instance" "plain" {
  subnet_id = aws_subnet.main.id

  launch_template {
    id      = aws_launch_template.plain.id
    version = "$Latest"
  }

  tags = { Name = "plain" }
}

# The provider plans away tags that only the template has, and hashes user data that only the template has anew at every plan
# (hashicorp/terraform-provider-aws 39476), on AWS as here.
resource "aws_instance" "web" {
  launch_template {
    name    = aws_launch_template.web.name
    version = "1"
  }

  tags = { Name = "from-template" }

  lifecycle {
    ignore_changes = [user_data]
  }
}

resource "aws_placement_group" "spread" {
  name     = "launch-spread"
  strategy = "spread"
}
