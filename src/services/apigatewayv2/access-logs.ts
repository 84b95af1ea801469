// Where stages may write their access logs, and who writes them.
// AWS: "Configure logging for HTTP APIs in API Gateway".

import type { AccessLogSettings } from "@aws-sdk/client-apigatewayv2";
import { parseArn } from "../../kernel/arns.ts";
import { badRequest } from "./errors.ts";
import type { StageRecord } from "./records.ts";

/** AWS's service that delivers logs for others; a log group's policy lets it in. */
export const LOG_DELIVERY = "delivery.logs.amazonaws.com";

/** Checked settings. AWS: "AccessLogSettings": the destination is a log group; streams of Firehose are REST APIs' only. */
export function accessLogOf(settings: AccessLogSettings): StageRecord["accessLog"] {
  const { DestinationArn: given, Format: format } = settings;
  // AWS: "Any trailing :* of the ARN is left out."
  const destinationArn = given?.replace(/:\*$/, "");
  if (destinationArn !== undefined && destinationArn !== "") {
    const { service, resource = "" } = parseArn(destinationArn) ?? {};
    if (service !== "logs" || !resource.startsWith("log-group:"))
      throw badRequest("Invalid ARN specified in the request. ARN must be a CloudWatch Logs log group ARN");
  }
  return {
    ...(destinationArn === undefined ? {} : { destinationArn }),
    ...(format === undefined ? {} : { format }),
  };
}
