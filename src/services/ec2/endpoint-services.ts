// The services of AWS that have endpoints in VPCs. Data.

/** A service that endpoints can be made for. */
export interface EndpointService {
  /** "com.amazonaws.eu-west-1.sqs". */
  readonly name: string;
  readonly types: readonly ("Gateway" | "Interface")[];
  /** Of its API, which the endpoint takes in the VPC if it has private DNS. */
  readonly privateDnsName: string;
  /** DynamoDB's and S3's interface endpoints have none. */
  readonly hasPrivateDns: boolean;
}

// AWS: "AWS services that integrate with AWS PrivateLink": those that this cloud has, and those which functions' networks commonly have besides.
// oxfmt-ignore
const INTERFACES = [
  "acm-pca", "application-autoscaling", "athena", "autoscaling", "cloudformation", "cloudtrail", "codebuild", "codedeploy", "codepipeline",
  "cognito-idp", "ec2", "ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "elasticache", "elasticfilesystem",
  "elasticloadbalancing", "email-smtp", "events", "execute-api", "glue", "kinesis-firehose", "kinesis-streams", "kms", "lambda", "logs",
  "monitoring", "pipes", "rds", "rds-data", "redshift", "sagemaker.api", "sagemaker.runtime", "scheduler", "secretsmanager", "servicecatalog",
  "sns", "sqs", "ssm", "ssm-contacts", "ssm-incidents", "ssmmessages", "states", "sts", "sync-states", "transfer", "xray",
];

const HOSTS: Readonly<Record<string, string>> = {
  "ecr.api": "api.ecr",
  "kinesis-firehose": "firehose",
  "kinesis-streams": "kinesis",
  "sagemaker.api": "api.sagemaker",
  "sagemaker.runtime": "runtime.sagemaker",
};

/** Those of a region, by their names. */
export function endpointServices(region: string): readonly EndpointService[] {
  const service = (short: string, types: EndpointService["types"], hasPrivateDns: boolean): EndpointService => ({
    name: `com.amazonaws.${region}.${short}`,
    types,
    privateDnsName: privateName(short, region),
    hasPrivateDns,
  });
  return [
    ...INTERFACES.map((short) => service(short, ["Interface"], true)),
    // AWS: "Gateway endpoints": S3 and DynamoDB have both kinds.
    service("dynamodb", ["Gateway", "Interface"], false),
    service("s3", ["Gateway", "Interface"], true),
  ].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function privateName(short: string, region: string): string {
  const host = HOSTS[short] ?? short;
  // The APIs and repositories of customers have names of their own below these.
  const isWild = ["ecr.dkr", "execute-api"].includes(short);
  return `${isWild ? "*." : ""}${short === "ecr.dkr" ? "dkr.ecr" : host}.${region}.amazonaws.com`;
}
