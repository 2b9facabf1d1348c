namespace Haneul.Tests.Terraform;

/// <summary>The root module of a run: two regions, and one module block for each scenario.</summary>
internal static class Root
{
    private const string Providers = """
        terraform {
          required_providers {
            aws = { source = "hashicorp/aws" }
          }
        }

        variable "changed" {
          type    = bool
          default = false
        }

        provider "aws" {
          region = "ap-northeast-2"

          default_tags {
            tags = { ManagedBy = "terraform" }
          }
        }

        provider "aws" {
          alias  = "tokyo"
          region = "ap-northeast-1"
        }

        """;

    public static string Of(IEnumerable<(string Name, string Text)> scenarios) => Providers + string.Concat(scenarios.Select(s => $$"""

        module "{{s.Name}}" {
          source    = "./{{s.Name}}"
          changed   = var.changed
          providers = { aws = aws{{(s.Text.Contains("aws.tokyo", StringComparison.Ordinal) ? ", aws.tokyo = aws.tokyo" : "")}} }
        }

        """));
}
