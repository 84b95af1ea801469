// SetIdentityNotificationTopic: the topic that hears of bounces, complaints or deliveries. SES tries it, as on AWS.

import type {
  SetIdentityNotificationTopicCommandInput,
  SetIdentityNotificationTopicCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { AwsError } from "../../../../kernel/errors.ts";
import type { Context } from "../../../../service/context.ts";
import { identityArn } from "../../arns.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identities } from "../../repo.ts";
import { asSes } from "../../sending/publish.ts";
import { identityMissing, invalidParameter } from "../errors.ts";

export const setIdentityNotificationTopic = defineOperation<
  Input<SetIdentityNotificationTopicCommandInput>,
  SetIdentityNotificationTopicCommandOutput
>("SetIdentityNotificationTopic", async (input, context) => {
  const { Identity: name, NotificationType: type, SnsTopic: topicArn } = input;
  const change = (): void =>
    context.store.write((tx) =>
      changeIdentity(
        tx,
        context,
        name,
        (identity) => {
          const { [type]: _before, ...topics } = identity.topics ?? {};
          return {
            ...identity,
            topics: topicArn === undefined || topicArn === "" ? topics : { ...topics, [type]: topicArn },
          };
        },
        identityMissing,
      ),
    );
  if (context.store.read((tx) => identities.load(tx, context, name)) === undefined) throw identityMissing(name);
  if (topicArn !== undefined && topicArn !== "") await greetTopic(context, { name, type, topicArn });
  change();
  return {};
});

// AWS: recorded: the topic gets a message when it is set; one that SES may not publish to is refused.
async function greetTopic(
  context: Context,
  { name, type, topicArn }: { readonly name: string; readonly type: string; readonly topicArn: string },
): Promise<void> {
  const message = `You have successfully subscribed your Amazon SNS topic '${topicArn}' to receive '${type}' notifications from Amazon SES for identity '${name}'.`;
  try {
    await asSes(context, context, identityArn(context, name), topicArn).sns.publish({
      TopicArn: topicArn,
      Subject: "Amazon SES Email Event Notification",
      Message: JSON.stringify({ notificationType: "AmazonSnsSubscriptionSucceeded", message }),
    });
  } catch (error) {
    if (error instanceof AwsError && error.status < 500)
      throw invalidParameter(`Invalid SNS topic <${topicArn}>: SES could not publish to it.`);
    throw error;
  }
}
