# Load balancers: application, network and gateway, with listeners, rules, target groups, targets and certificates.

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
  cidr_block = "10.60.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.60.${each.value}.0/24"
  availability_zone = "ap-northeast-2${each.key}"
}

resource "aws_security_group" "front" {
  name   = "front"
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 80
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "other" {
  name   = "other"
  vpc_id = aws_vpc.main.id
}

resource "aws_instance" "web" {
  ami           = data.aws_ssm_parameter.image.value
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.public["a"].id
}

# Certificates of tests: nobody trusts them, and their keys are no secrets.
resource "aws_acm_certificate" "www" {
  certificate_body = <<-PEM
    -----BEGIN CERTIFICATE-----
    MIIBpzCCAU2gAwIBAgIUeIefx0rsvqtxigBFIDa2hMmpuRMwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUuY29tMCAXDTI2MTEyMTEyNDIxNloYDzIx
    MjYxMDI4MTI0MjE2WjAaMRgwFgYDVQQDDA93d3cuZXhhbXBsZS5jb20wWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAATy82n82kLtmwSkSu6MC6Kc59Ywr4TsP9hn8F3R
    rQJmSCXjr9eKdKY/fIaiUlZX77AJ+m/Sqc7J8mZ5fHrS9sv3o28wbTAdBgNVHQ4E
    FgQUj/OGmvLfqdQQ54MCf2AoRCgJvkswHwYDVR0jBBgwFoAUj/OGmvLfqdQQ54MC
    f2AoRCgJvkswDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg93d3cuZXhhbXBs
    ZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgbIK1uxWWxP4lHPNsGliphHs/6PFnNR2c
    xb5fM7Ydo0QCIQCCl58n0M/cLjvXBSnOGD2lnzxp7GNHbfFw0DCPyJ5eFw==
    -----END CERTIFICATE-----
  PEM
  private_key      = <<-PEM
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgY241qNTpYUQYgxsR
    so8eUIuIJ/9B85TBPhu6nkuYmrOhRANCAATy82n82kLtmwSkSu6MC6Kc59Ywr4Ts
    P9hn8F3RrQJmSCXjr9eKdKY/fIaiUlZX77AJ+m/Sqc7J8mZ5fHrS9sv3
    -----END PRIVATE KEY-----
  PEM

  tags = { Changed = var.changed }
}

resource "aws_acm_certificate" "api" {
  certificate_body = <<-PEM
    -----BEGIN CERTIFICATE-----
    MIIBpjCCAU2gAwIBAgIUaNI2pmNxHWw4+Uo4QCiAvffDrtYwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPYXBpLmV4YW1wbGUuY29tMCAXDTI2MTEyMTEyNDIxN1oYDzIx
    MjYxMDI4MTI0MjE3WjAaMRgwFgYDVQQDDA9hcGkuZXhhbXBsZS5jb20wWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAAQs9jTEJQQEPGjvAnAGoOFT4MbrtwtWFrFzJzTa
    vQUYzDLR5b0GbeE02p7WtHXklyY7ak9J0S6C5CRu2rCOD+Uoo28wbTAdBgNVHQ4E
    FgQUa3iZlOdhwgZfkWcqa6kV52jBzvkwHwYDVR0jBBgwFoAUa3iZlOdhwgZfkWcq
    a6kV52jBzvkwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg9hcGkuZXhhbXBs
    ZS5jb20wCgYIKoZIzj0EAwIDRwAwRAIgECIgKmxHZyWgZb/sOJj6mlAVVxxEY/8z
    VTRvpwxfx28CID9mKtARt8LXarJzkJYQPLR3OOFDLdFUC7N7xhEfeEVA
    -----END CERTIFICATE-----
  PEM
  private_key      = <<-PEM
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg06IzHJA/GifhIkuz
    lpGehUlyagQX9vCu/5tcf8w2eo6hRANCAAQs9jTEJQQEPGjvAnAGoOFT4MbrtwtW
    FrFzJzTavQUYzDLR5b0GbeE02p7WtHXklyY7ak9J0S6C5CRu2rCOD+Uo
    -----END PRIVATE KEY-----
  PEM
}

# An application balancer.
resource "aws_lb" "web" {
  name                       = "web"
  subnets                    = [for s in aws_subnet.public : s.id]
  security_groups            = var.changed ? [aws_security_group.front.id, aws_security_group.other.id] : [aws_security_group.front.id]
  idle_timeout               = var.changed ? 90 : 60
  drop_invalid_header_fields = var.changed
  depends_on                 = [aws_internet_gateway.main]

  tags = { Changed = var.changed }
}

resource "aws_lb_target_group" "web" {
  name                          = "web"
  port                          = 80
  protocol                      = "HTTP"
  vpc_id                        = aws_vpc.main.id
  deregistration_delay          = var.changed ? 10 : 300
  load_balancing_algorithm_type = var.changed ? "least_outstanding_requests" : "round_robin"

  health_check {
    path     = var.changed ? "/healthy" : "/"
    matcher  = "200-299"
    interval = 10
  }

  stickiness {
    type    = "lb_cookie"
    enabled = var.changed
  }
}

resource "aws_lb_target_group" "beta" {
  name        = "beta"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_target_group_attachment" "web" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web.id
  port             = var.changed ? 8080 : 80
}

resource "aws_lb_target_group_attachment" "beta" {
  target_group_arn = aws_lb_target_group.beta.arn
  target_id        = aws_instance.web.private_ip
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = var.changed ? "HTTP_302" : "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.changed ? "ELBSecurityPolicy-TLS13-1-3-2021-06" : "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate.www.arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_listener_certificate" "api" {
  listener_arn    = aws_lb_listener.https.arn
  certificate_arn = aws_acm_certificate.api.arn
}

resource "aws_lb_listener_rule" "weighted" {
  listener_arn = aws_lb_listener.https.arn
  priority     = var.changed ? 30 : 10

  condition {
    path_pattern {
      values = var.changed ? ["/beta/*", "/b/*"] : ["/beta/*"]
    }
  }

  condition {
    query_string {
      key   = "version"
      value = "2*"
    }
  }

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.web.arn
        weight = var.changed ? 50 : 90
      }

      target_group {
        arn    = aws_lb_target_group.beta.arn
        weight = 10
      }

      stickiness {
        enabled  = true
        duration = 600
      }
    }
  }
}

resource "aws_lb_listener_rule" "fixed" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 20

  condition {
    host_header {
      values = ["api.example.com", "*.api.example.com"]
    }
  }

  condition {
    http_header {
      http_header_name = "X-Key"
      values           = ["a*"]
    }
  }

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = var.changed ? "later" : "no"
      status_code  = "503"
    }
  }
}

resource "aws_lb_listener_rule" "oidc" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 40

  condition {
    source_ip {
      values = ["10.0.0.0/8"]
    }
  }

  condition {
    http_request_method {
      values = ["GET"]
    }
  }

  action {
    type = "authenticate-oidc"

    authenticate_oidc {
      issuer                              = "https://id.example.com"
      authorization_endpoint              = "https://id.example.com/authorize"
      token_endpoint                      = "https://id.example.com/token"
      user_info_endpoint                  = "https://id.example.com/userinfo"
      client_id                           = "web"
      client_secret                       = "no secret"
      authentication_request_extra_params = { display = "page", prompt = "login" }
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

# A network balancer with a static address in each zone.
resource "aws_eip" "front" {
  for_each = aws_subnet.public
  domain   = "vpc"
}

resource "aws_lb" "front" {
  name                             = "front"
  load_balancer_type               = "network"
  security_groups                  = [aws_security_group.front.id]
  enable_cross_zone_load_balancing = var.changed
  depends_on                       = [aws_internet_gateway.main]

  dynamic "subnet_mapping" {
    for_each = aws_subnet.public

    content {
      subnet_id     = subnet_mapping.value.id
      allocation_id = aws_eip.front[subnet_mapping.key].id
    }
  }
}

resource "aws_lb" "inside" {
  name               = "inside"
  load_balancer_type = "network"
  internal           = true

  subnet_mapping {
    subnet_id            = aws_subnet.public["a"].id
    private_ipv4_address = "10.60.0.77"
  }
}

resource "aws_lb_target_group" "alb" {
  name        = "to-web"
  port        = 80
  protocol    = "TCP"
  target_type = "alb"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_target_group_attachment" "alb" {
  target_group_arn = aws_lb_target_group.alb.arn
  target_id        = aws_lb.web.arn
  port             = 80
  depends_on       = [aws_lb_listener.http]
}

resource "aws_lb_target_group" "dns" {
  name               = "dns"
  port               = 53
  protocol           = "TCP_UDP"
  vpc_id             = aws_vpc.main.id
  preserve_client_ip = true

  health_check {
    protocol = "TCP"
    port     = 53
  }
}

resource "aws_lb_listener" "alb" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.alb.arn
  }
}

resource "aws_lb_listener" "dns" {
  load_balancer_arn        = aws_lb.inside.arn
  port                     = 53
  protocol                 = "TCP_UDP"
  tcp_idle_timeout_seconds = var.changed ? 100 : 350

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.dns.arn
  }
}

# A gateway balancer for appliances.
resource "aws_lb" "inspection" {
  name               = "inspection"
  load_balancer_type = "gateway"
  subnets            = [aws_subnet.public["b"].id]
}

resource "aws_lb_target_group" "appliances" {
  name     = "appliances"
  port     = 6081
  protocol = "GENEVE"
  vpc_id   = aws_vpc.main.id

  health_check {
    port     = 80
    protocol = "HTTP"
  }

  target_failover {
    on_deregistration = var.changed ? "rebalance" : "no_rebalance"
    on_unhealthy      = var.changed ? "rebalance" : "no_rebalance"
  }
}

resource "aws_lb_listener" "inspection" {
  load_balancer_arn = aws_lb.inspection.arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.appliances.arn
  }
}

data "aws_lb" "web" {
  arn = aws_lb.web.arn
}

data "aws_lb_target_group" "web" {
  arn = aws_lb_target_group.web.arn
}

data "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb_listener.https.load_balancer_arn
  port              = 443
}
