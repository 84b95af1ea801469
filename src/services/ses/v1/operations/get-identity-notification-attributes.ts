// GetIdentityNotificationAttributes: who hears of the feedback to identities' mails.

import type {
  GetIdentityNotificationAttributesCommandInput,
  GetIdentityNotificationAttributesCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";
import { byName } from "../shapes.ts";

export const getIdentityNotificationAttributes = defineOperation<
  Input<GetIdentityNotificationAttributesCommandInput>,
  GetIdentityNotificationAttributesCommandOutput
>("GetIdentityNotificationAttributes", (input, context) =>
  context.store.read((tx) => ({
    NotificationAttributes: byName(
      input.Identities,
      (name) => identities.load(tx, context, name),
      ({ topics = {}, headersIn = [], forwardsFeedback = true }) => ({
        BounceTopic: topics.Bounce,
        ComplaintTopic: topics.Complaint,
        DeliveryTopic: topics.Delivery,
        ForwardingEnabled: forwardsFeedback,
        HeadersInBounceNotificationsEnabled: headersIn.includes("Bounce"),
        HeadersInComplaintNotificationsEnabled: headersIn.includes("Complaint"),
        HeadersInDeliveryNotificationsEnabled: headersIn.includes("Delivery"),
      }),
    ),
  })),
);
