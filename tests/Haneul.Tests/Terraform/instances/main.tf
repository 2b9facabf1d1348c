# Instances with everything: image by filter and by parameter, key, profile, volumes, interfaces, addresses, metadata options, user data.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

data "aws_availability_zones" "available" {
  state = "available"
}

data "aws_ami" "amazon" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }

  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}

data "aws_ami" "ubuntu" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd*/ubuntu-*-amd64-server-*"]
  }
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

data "aws_ec2_instance_type" "small" {
  instance_type = "t3.small"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "instances" }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.40.0.0/24"
  availability_zone       = data.aws_availability_zones.available.names[0]
  map_public_ip_on_launch = true
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.40.1.0/24"
  availability_zone = data.aws_availability_zones.available.names[0]
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_security_group" "ssh" {
  name   = "ssh"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "extra" {
  name   = "extra"
  vpc_id = aws_vpc.main.id
}

resource "aws_key_pair" "admin" {
  key_name   = "admin"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8Uu1Jm5cbPiNxkQWJZkqIjYbT1ctzlXhVQTVtwyYSv admin@example"
  tags       = { Name = "admin" }
}

resource "aws_iam_role" "host" {
  name = "instances-host"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "host" {
  role       = aws_iam_role.host.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "host" {
  name = "instances-host"
  role = aws_iam_role.host.name
}

resource "aws_instance" "bastion" {
  ami                    = data.aws_ami.amazon.id
  instance_type          = var.changed ? "t3.small" : "t3.micro"
  subnet_id              = aws_subnet.public.id
  vpc_security_group_ids = var.changed ? [aws_security_group.ssh.id, aws_security_group.extra.id] : [aws_security_group.ssh.id]
  key_name               = aws_key_pair.admin.key_name
  iam_instance_profile   = aws_iam_instance_profile.host.name
  user_data              = <<-EOT
    #!/bin/sh
    echo hello
  EOT

  root_block_device {
    volume_size = var.changed ? 20 : 10
    volume_type = "gp3"
    encrypted   = true
    tags        = { Name = "bastion-root" }
  }

  ebs_block_device {
    device_name           = "/dev/sdf"
    volume_size           = 5
    volume_type           = "gp3"
    delete_on_termination = true
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = var.changed ? 2 : 1
    instance_metadata_tags      = "enabled"
  }

  credit_specification {
    cpu_credits = var.changed ? "standard" : "unlimited"
  }

  tags = { Name = "bastion", Stage = var.changed ? "after" : "before" }
}

resource "aws_eip" "bastion" {
  instance = aws_instance.bastion.id
  domain   = "vpc"
  tags     = { Name = "bastion" }
}

resource "aws_network_interface" "router" {
  subnet_id         = aws_subnet.private.id
  description       = "router"
  private_ips       = var.changed ? ["10.40.1.10", "10.40.1.11", "10.40.1.12"] : ["10.40.1.10", "10.40.1.11"]
  security_groups   = [aws_security_group.ssh.id]
  source_dest_check = false
  tags              = { Name = "router" }
}

resource "aws_instance" "router" {
  ami           = data.aws_ssm_parameter.image.value
  instance_type = "t3.micro"

  network_interface {
    network_interface_id = aws_network_interface.router.id
    device_index         = 0
  }

  tags = { Name = "router" }
}

resource "aws_network_interface" "second" {
  subnet_id = aws_subnet.public.id
  tags      = { Name = "second" }
}

resource "aws_network_interface_attachment" "second" {
  instance_id          = aws_instance.router.id
  network_interface_id = aws_network_interface.second.id
  device_index         = 1
}

resource "aws_eip" "second" {
  domain = "vpc"
}

resource "aws_eip_association" "second" {
  allocation_id        = aws_eip.second.id
  network_interface_id = aws_network_interface.second.id
  depends_on           = [aws_internet_gateway.main]
}

resource "aws_instance" "app" {
  count                       = 2
  ami                         = data.aws_ami.ubuntu.id
  instance_type               = data.aws_ec2_instance_type.small.instance_type
  subnet_id                   = aws_subnet.private.id
  private_ip                  = "10.40.1.${100 + count.index}"
  associate_public_ip_address = false
  source_dest_check           = !var.changed
  disable_api_termination     = false
  ebs_optimized               = true
  monitoring                  = var.changed
  user_data_base64            = base64encode("#cloud-config\n")
  volume_tags                 = { Name = "app-${count.index}" }
  tags                        = { Name = "app-${count.index}" }
}

resource "aws_ebs_volume" "data" {
  availability_zone = data.aws_availability_zones.available.names[0]
  size              = 8
  type              = "gp3"
  tags              = { Name = "data" }
}

resource "aws_volume_attachment" "data" {
  device_name = "/dev/sdh"
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.router.id
}

resource "aws_network_interface_sg_attachment" "second" {
  security_group_id    = aws_security_group.extra.id
  network_interface_id = aws_network_interface.second.id
}

resource "aws_ec2_instance_state" "app" {
  instance_id = aws_instance.app[1].id
  state       = var.changed ? "stopped" : "running"
}

resource "aws_route_table" "through" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block           = "172.16.0.0/12"
    network_interface_id = aws_network_interface.router.id
  }
}

data "aws_instances" "apps" {
  instance_tags = { Name = "app-*" }
  depends_on    = [aws_instance.app]
}

data "aws_instance" "bastion" {
  instance_id = aws_instance.bastion.id
}

output "public" {
  value = aws_eip.bastion.public_ip
}
