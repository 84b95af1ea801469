// Which resource an ARN means: its CloudFormation type, and the names by which people look it up.

import { parseArn } from "../../kernel/arns.ts";
import type { ResourceRecord } from "./records.ts";

/** The middle part of resource types, by the service in an ARN, where it is not that in capitals. */
const NAMESPACES: Readonly<Record<string, string>> = {
  acm: "CertificateManager",
  apigateway: "ApiGatewayV2",
  appsync: "AppSync",
  autoscaling: "AutoScaling",
  cloudformation: "CloudFormation",
  cloudfront: "CloudFront",
  cloudtrail: "CloudTrail",
  cloudwatch: "CloudWatch",
  codebuild: "CodeBuild",
  "cognito-identity": "Cognito",
  "cognito-idp": "Cognito",
  dynamodb: "DynamoDB",
  elasticloadbalancing: "ElasticLoadBalancingV2",
  events: "Events",
  firehose: "KinesisFirehose",
  kinesis: "Kinesis",
  lambda: "Lambda",
  logs: "Logs",
  organizations: "Organizations",
  pipes: "Pipes",
  route53: "Route53",
  scheduler: "Scheduler",
  secretsmanager: "SecretsManager",
  states: "StepFunctions",
  sts: "IAM",
};

/** Kinds in ARNs that types call otherwise. */
const KINDS: Readonly<Record<string, string>> = {
  "ses identity": "EmailIdentity",
  "kms key": "Key",
  "cloudwatch alarm": "Alarm",
  "apigateway restapi": "RestApi",
};

/** "AWS::SQS", of the service in an ARN. */
export function namespaceOf(arnService: string): string {
  return `AWS::${NAMESPACES[arnService] ?? arnService.toUpperCase()}`;
}

/** The resource of an ARN under each of its names; nothing for "*", patterns and what is no ARN. */
export function resourcesOfArn(text: string): readonly ResourceRecord[] {
  const arn = parseArn(text);
  if (arn === undefined || arn.resource === "" || /[*?]/.test(arn.resource.replace(/:log-stream:.*$/, ""))) return [];
  const { service, resource } = arn;
  const namespace = namespaceOf(service);
  const head = text.slice(0, text.length - resource.length);
  const named = (type: string, ...names: readonly string[]): ResourceRecord[] =>
    names.map((name) => [`${namespace}::${type}`, name]);

  if (service === "sqs") return named("Queue", text, resource);
  if (service === "s3") {
    const [bucketName = ""] = resource.split("/");
    return named("Bucket", `${head}${bucketName}`, bucketName);
  }
  if (service === "sns") {
    const [topicName = "", subscription] = resource.split(":");
    return [
      ...named("Topic", `${head}${topicName}`, topicName),
      ...(subscription === undefined ? [] : named("Subscription", text)),
    ];
  }
  if (service === "apigateway") return resourcesOfPath(resource);
  // A session of a role is not a resource; the role is.
  if (resource.startsWith("assumed-role/") || resource === "root") return [];
  return ofKind(text, head, service, resource).map(([type, name]) => [`${namespace}::${type}`, name]);
}

/** "kind/name" and "kind:name", with what some services put behind. */
function ofKind(text: string, head: string, service: string, resource: string): readonly ResourceRecord[] {
  const end = resource.search(/[/:]/);
  if (end === -1) return [[pascal(resource), text]];
  const kind = resource.slice(0, end);
  const rest = resource.slice(end + 1);
  const type = KINDS[`${service} ${kind}`] ?? pascal(kind);
  if (service === "logs") {
    // Denials and rules ask for a group's streams: "log-group:NAME:log-stream:STREAM".
    const [group = "", stream = ""] = rest.split(":log-stream:");
    const groupName = group.replace(/:\*$/, "");
    return [
      [type, `${head}${kind}:${groupName}`],
      [type, groupName],
      ...(stream === "" || stream === "*" ? [] : [["LogStream", stream] as const]),
    ];
  }
  if (service === "dynamodb" || service === "cloudformation") {
    // "table/NAME/index/INDEX", "table/NAME/stream/LABEL"; "stack/NAME/ID", whose ARN needs the id.
    const [name = ""] = rest.split("/");
    return [
      [type, service === "dynamodb" ? `${head}${kind}/${name}` : text],
      [type, name],
    ];
  }
  if (service === "lambda") {
    const [name = "", qualifier] = rest.split(":");
    return [
      [type, `${head}${kind}:${name}`],
      [type, name],
      ...(qualifier === undefined ? [] : [[type, text] as const]),
    ];
  }
  if (service === "ssm")
    return [
      [type, text],
      // Names with levels begin with "/", which the ARN has once.
      [type, rest.includes("/") ? `/${rest}` : rest],
    ];
  return [
    [type, text],
    [type, rest.split("/").at(-1) ?? rest],
  ];
}

/** "/apis/ID/routes/ID": API Gateway's ARNs are paths; a tag's path has the ARN of what is tagged. */
function resourcesOfPath(path: string): readonly ResourceRecord[] {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[0] === "tags" && parts[1] !== undefined)
    return resourcesOfArn(decodeURIComponent(parts.slice(1).join("/")));
  const namespace = parts[0] === "restapis" ? "AWS::ApiGateway" : "AWS::ApiGatewayV2";
  const found: ResourceRecord[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const collection = parts[index] ?? "";
    const type = KINDS[`apigateway ${collection.slice(0, -1)}`] ?? pascal(collection.replace(/s$/, ""));
    found.push([`${namespace}::${type}`, parts[index + 1] ?? ""]);
  }
  return found;
}

/** "instance-profile" -> "InstanceProfile", "stateMachine" -> "StateMachine". */
function pascal(kind: string): string {
  return kind
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
