# Auto Scaling with everything around it: a group by a launch template behind a target group, policies of every kind, alarms, schedules, hooks.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "changed" {
  type    = bool
  default = false
}

data "aws_ami" "amazon" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.90.0.0/16"
  tags       = { Name = "scaling" }
}

resource "aws_subnet" "web" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.90.${count.index}.0/24"
  availability_zone = "ap-northeast-2${["a", "b"][count.index]}"
}

resource "aws_security_group" "web" {
  name   = "scaling-web"
  vpc_id = aws_vpc.main.id
}

resource "aws_launch_template" "web" {
  name                   = "scaling-web"
  image_id               = data.aws_ami.amazon.id
  instance_type          = var.changed ? "t3.small" : "t3.micro"
  vpc_security_group_ids = [aws_security_group.web.id]
  update_default_version = true

  tag_specifications {
    resource_type = "instance"
    tags          = { Role = "web" }
  }
}

resource "aws_lb_target_group" "web" {
  name                 = "scaling-web"
  port                 = 80
  protocol             = "HTTP"
  protocol_version     = "HTTP1"
  vpc_id               = aws_vpc.main.id
  deregistration_delay = 0
}

resource "aws_autoscaling_group" "web" {
  name                      = "scaling-web"
  min_size                  = 1
  max_size                  = var.changed ? 6 : 4
  desired_capacity          = var.changed ? 3 : 2
  vpc_zone_identifier       = aws_subnet.web[*].id
  target_group_arns         = [aws_lb_target_group.web.arn]
  health_check_type         = "EC2"
  health_check_grace_period = var.changed ? 60 : 30
  default_instance_warmup   = 10
  termination_policies      = var.changed ? ["OldestInstance"] : ["OldestLaunchTemplate", "Default"]
  enabled_metrics           = var.changed ? ["GroupDesiredCapacity"] : ["GroupDesiredCapacity", "GroupInServiceInstances"]
  suspended_processes       = var.changed ? [] : ["AZRebalance"]

  launch_template {
    id      = aws_launch_template.web.id
    version = aws_launch_template.web.latest_version
  }

  initial_lifecycle_hook {
    name                 = "initial"
    lifecycle_transition = "autoscaling:EC2_INSTANCE_TERMINATING"
    default_result       = "CONTINUE"
    heartbeat_timeout    = 30
  }

  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 50
      instance_warmup        = 1
    }
  }

  tag {
    key                 = "Name"
    value               = var.changed ? "after" : "before"
    propagate_at_launch = true
  }

  timeouts {
    delete = "5m"
  }
}

resource "aws_autoscaling_group" "mixed" {
  name               = "scaling-mixed"
  min_size           = 0
  max_size           = 2
  desired_capacity   = var.changed ? 0 : 1
  availability_zones = ["ap-northeast-2a"]

  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = 0
      on_demand_percentage_above_base_capacity = 100
    }

    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.plain.id
        version            = "$Latest"
      }

      override {
        instance_type = "t3.small"
      }

      override {
        instance_type = "t3.medium"
      }
    }
  }
}

resource "aws_launch_template" "plain" {
  name          = "scaling-plain"
  image_id      = data.aws_ami.amazon.id
  instance_type = "t3.micro"
}

resource "aws_launch_configuration" "old" {
  name            = "scaling-old"
  image_id        = data.aws_ami.amazon.id
  instance_type   = "t3.micro"
  security_groups = [aws_security_group.web.id]

  root_block_device {
    volume_size = 10
  }
}

resource "aws_autoscaling_group" "old" {
  name                 = "scaling-old"
  min_size             = 0
  max_size             = 1
  launch_configuration = aws_launch_configuration.old.name
  vpc_zone_identifier  = [aws_subnet.web[0].id]
  force_delete         = true

  # A tag of its own resource.
  lifecycle {
    ignore_changes = [tag]
  }
}

resource "aws_lb_target_group" "more" {
  name                 = "scaling-more"
  port                 = 8080
  protocol             = "HTTP"
  protocol_version     = "HTTP1"
  vpc_id               = aws_vpc.main.id
  deregistration_delay = 0
}

resource "aws_autoscaling_attachment" "more" {
  autoscaling_group_name = aws_autoscaling_group.old.name
  lb_target_group_arn    = aws_lb_target_group.more.arn
}

resource "aws_autoscaling_policy" "cpu" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.web.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = var.changed ? 60 : 50

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

resource "aws_autoscaling_policy" "queue" {
  name                      = "queue"
  autoscaling_group_name    = aws_autoscaling_group.web.name
  policy_type               = "TargetTrackingScaling"
  estimated_instance_warmup = 60

  target_tracking_configuration {
    target_value     = 10
    disable_scale_in = true

    customized_metric_specification {
      metric_name = "Waiting"
      namespace   = "Shop"
      statistic   = "Average"

      metric_dimension {
        name  = "Queue"
        value = "orders"
      }
    }
  }
}

resource "aws_autoscaling_policy" "steps" {
  name                      = "steps"
  autoscaling_group_name    = aws_autoscaling_group.web.name
  policy_type               = "StepScaling"
  adjustment_type           = "ChangeInCapacity"
  estimated_instance_warmup = 120

  step_adjustment {
    metric_interval_lower_bound = 0
    metric_interval_upper_bound = 10
    scaling_adjustment          = 1
  }

  step_adjustment {
    metric_interval_lower_bound = 10
    scaling_adjustment          = var.changed ? 3 : 2
  }
}

resource "aws_autoscaling_policy" "down" {
  name                   = "down"
  autoscaling_group_name = aws_autoscaling_group.web.name
  adjustment_type        = "PercentChangeInCapacity"
  scaling_adjustment     = -20
  cooldown               = 60
}

resource "aws_cloudwatch_metric_alarm" "high" {
  alarm_name          = "scaling-high"
  alarm_description   = "much to do"
  namespace           = "AWS/EC2"
  metric_name         = "CPUUtilization"
  dimensions          = { AutoScalingGroupName = aws_autoscaling_group.web.name }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = var.changed ? 3 : 2
  threshold           = 80
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_autoscaling_policy.steps.arn]
  tags                = { Stage = var.changed ? "after" : "before" }
}

resource "aws_autoscaling_schedule" "night" {
  scheduled_action_name  = "night"
  autoscaling_group_name = aws_autoscaling_group.web.name
  min_size               = -1
  max_size               = -1
  desired_capacity       = 1
  recurrence             = var.changed ? "0 22 * * *" : "0 21 * * *"
  time_zone              = "Asia/Seoul"
}

resource "aws_autoscaling_lifecycle_hook" "boot" {
  name                    = "boot"
  autoscaling_group_name  = aws_autoscaling_group.old.name
  lifecycle_transition    = "autoscaling:EC2_INSTANCE_LAUNCHING"
  default_result          = "CONTINUE"
  heartbeat_timeout       = var.changed ? 90 : 60
  notification_metadata   = jsonencode({ wait = true })
}

resource "aws_autoscaling_group_tag" "extra" {
  autoscaling_group_name = aws_autoscaling_group.old.name

  tag {
    key                 = "Extra"
    value               = var.changed ? "b" : "a"
    propagate_at_launch = false
  }
}
