// Names at which this machine answers for AWS. A customer's own name (a distribution's alias, an API's domain) must not take requests away from
// another service. Pure.

const SERVICES =
  /(^|\.)(execute-api|lambda-url|s3|s3-website|s3-[a-z0-9-]+|cloudfront|amazoncognito|cognito-idp|sqs|sns|dynamodb|sts|iam|kms|lambda|events|states|ssm|secretsmanager|logs|monitoring|kinesis|firehose|email|apigateway|cloudformation)(\.[a-z]{2,3}(-[a-z]+)+-\d)?\.localhost$/;

/** Whether a name, in lower case, is one of AWS's own or leads to one of its services here. */
export function isServedName(name: string): boolean {
  return (
    name === "*.localhost" ||
    SERVICES.test(name) ||
    /(^|\.)(amazonaws\.com(\.cn)?|cloudfront\.net|on\.aws|localhost\.localstack\.cloud)$/.test(name)
  );
}
