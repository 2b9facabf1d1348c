# Flow logs of a VPC, a subnet and an interface, with the role and the log group that they need.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_iam_policy_document" "write" {
  statement {
    effect    = "Allow"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"]
    resources = ["*"]
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.60.0.0/24"
}

resource "aws_network_interface" "main" {
  subnet_id = aws_subnet.main.id
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/haneul/flow-logs"
  retention_in_days = var.changed ? 30 : 7
  tags              = { Name = "flow", Stage = var.changed ? "after" : "before" }
}

resource "aws_cloudwatch_log_group" "forever" {
  name_prefix = "forever-"
}

resource "aws_iam_role" "flow" {
  name                 = "flow-logs"
  description          = var.changed ? "after" : "before"
  path                 = "/network/"
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  tags                 = { Name = "flow" }
}

resource "aws_iam_role_policy" "flow" {
  name   = "write"
  role   = aws_iam_role.flow.id
  policy = data.aws_iam_policy_document.write.json
}

resource "aws_iam_policy" "extra" {
  name        = "flow-extra"
  description = "Read the groups"
  policy      = data.aws_iam_policy_document.write.json
  tags        = { Name = "extra" }
}

resource "aws_iam_role_policy_attachment" "extra" {
  role       = aws_iam_role.flow.name
  policy_arn = aws_iam_policy.extra.arn
}

resource "aws_flow_log" "vpc" {
  iam_role_arn             = aws_iam_role.flow.arn
  log_destination          = aws_cloudwatch_log_group.flow.arn
  traffic_type             = "ALL"
  vpc_id                   = aws_vpc.main.id
  max_aggregation_interval = 60
  tags                     = { Name = "vpc", Stage = var.changed ? "after" : "before" }
}

resource "aws_flow_log" "subnet" {
  iam_role_arn    = aws_iam_role.flow.arn
  log_destination = aws_cloudwatch_log_group.flow.arn
  traffic_type    = "REJECT"
  subnet_id       = aws_subnet.main.id
}

resource "aws_flow_log" "interface" {
  log_destination      = "arn:${data.aws_partition.current.partition}:s3:::flow-logs-bucket/prefix"
  log_destination_type = "s3"
  traffic_type         = "ACCEPT"
  eni_id               = aws_network_interface.main.id
  log_format           = "$${version} $${interface-id} $${srcaddr} $${dstaddr} $${action}"

  destination_options {
    file_format                = "parquet"
    per_hour_partition         = true
    hive_compatible_partitions = true
  }
}
