// Whether a rule's actions can be done: SES tries when a rule is made.
//
// AWS: "Giving permissions to Amazon SES for email receiving": a bucket gets the object AMAZON_SES_SETUP_NOTIFICATION, a topic a
// message, a function an invocation that only asks. What SES may not do makes the call fail.

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { asServiceRole } from "../../../service/role-sessions.ts";
import { ruleArn } from "../arns.ts";
import { asSes } from "../sending/publish.ts";
import type { ReceiptRule, RuleAction } from "./records.ts";

interface Faults {
  topic(arn: string): AwsError;
  bucket(name: string): AwsError;
  function(arn: string): AwsError;
}

const SETUP_KEY = "AMAZON_SES_SETUP_NOTIFICATION";
const SETUP_TEXT = "Amazon SES has been set up to deliver the mails of a receipt rule here.\n";

/** Throws for the first action that SES could not do. */
export async function requireDoable(
  yard: YardContext,
  scope: Scope,
  ruleSet: string,
  rule: ReceiptRule,
  faults: Faults,
): Promise<void> {
  const sourceArn = ruleArn(scope, ruleSet, rule.name);
  const topics = new Set(rule.actions.flatMap(topicOf));
  for (const arn of topics)
    await attempt(
      () => asSes(yard, scope, sourceArn, arn).sns.publish({ TopicArn: arn, Message: SETUP_TEXT }),
      () => faults.topic(arn),
    );
  for (const { S3Action: object, LambdaAction: called } of rule.actions) {
    if (object !== undefined)
      await attempt(
        async () => {
          const { IamRoleArn: roleArn, ObjectKeyPrefix: prefix = "", BucketName: bucket } = object;
          const role = { service: "ses.amazonaws.com", sourceArn, scope, sessionName: "ses" };
          const aws =
            roleArn === undefined
              ? asSes(yard, scope, sourceArn, bucket)
              : await asServiceRole(yard, { ...role, roleArn });
          await aws.s3.putObject({ Bucket: bucket, Key: `${prefix}${SETUP_KEY}`, Body: Buffer.from(SETUP_TEXT) });
        },
        () => faults.bucket(object.BucketName),
      );
    if (called !== undefined)
      await attempt(
        () =>
          asSes(yard, scope, sourceArn, called.FunctionArn).lambda.invoke({
            FunctionName: called.FunctionArn,
            InvocationType: "DryRun",
          }),
        () => faults.function(called.FunctionArn),
      );
  }
}

function topicOf(action: RuleAction): string[] {
  return Object.values(action).flatMap((given: { readonly TopicArn?: string } | undefined) => given?.TopicArn ?? []);
}

async function attempt(work: () => Promise<unknown>, failure: () => AwsError): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) throw failure();
    throw error;
  }
}
