using System.Text;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>Writes answers and faults in the words of each protocol.</summary>
internal static class Writing
{
    public static ApiResponse Answer(Service service, string action, byte[] members, string requestId)
    {
        if (service.Dialect.IsJson()) return new ApiResponse(200, $"application/x-amz-json-{service.JsonVersion}", members, requestId);
        var xml = new XmlOut(service.Dialect).Open($"{action}Response", service.Xmlns);
        string text;
        if (service.Dialect == Dialect.Ec2Query)
        {
            text = xml.Leaf("requestId", requestId).ToString() + Encoding.UTF8.GetString(members) + $"</{action}Response>";
        }
        else if (service.Dialect == Dialect.RestXml)
        {
            text = $"{xml}{Encoding.UTF8.GetString(members)}</{action}Response>";
        }
        else
        {
            var meta = new XmlOut(service.Dialect).Open("ResponseMetadata").Leaf("RequestId", requestId).Close("ResponseMetadata");
            text = $"{xml}<{action}Result>{Encoding.UTF8.GetString(members)}</{action}Result>{meta}</{action}Response>";
        }
        return new ApiResponse(200, "text/xml;charset=UTF-8", Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text), requestId);
    }

    /// <summary>The members of a result, without the envelope: what is kept for a client token.</summary>
    public static byte[] Members(Service service, object result) => service.Dialect.IsJson()
        ? JsonOut.Write(result, service.Dialect)
        : Encoding.UTF8.GetBytes(new XmlOut(service.Dialect).Members(result).ToString());

    public static ApiResponse Fault(Dialect dialect, string xmlns, Fault fault, string requestId)
    {
        if (dialect.IsJson())
        {
            var body = JsonOut.Write(new Dictionary<string, string> { ["__type"] = fault.Code, ["message"] = fault.Message }, Dialect.AwsJson);
            return new ApiResponse(fault.Status, "application/x-amz-json-1.1", body, requestId) { ErrorType = fault.Code };
        }
        var xml = new XmlOut(dialect);
        if (dialect == Dialect.Ec2Query)
        {
            xml.Open("Response").Open("Errors").Open("Error").Leaf("Code", fault.Code).Leaf("Message", fault.Message)
                .Close("Error").Close("Errors").Leaf("RequestID", requestId).Close("Response");
        }
        else
        {
            xml.Open("ErrorResponse", xmlns).Open("Error").Leaf("Type", "Sender").Leaf("Code", fault.Code).Leaf("Message", fault.Message)
                .Close("Error").Leaf("RequestId", requestId).Close("ErrorResponse");
        }
        return new ApiResponse(fault.Status, "text/xml;charset=UTF-8", Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml), requestId);
    }
}
