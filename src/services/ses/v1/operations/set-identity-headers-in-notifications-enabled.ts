// SetIdentityHeadersInNotificationsEnabled: whether notifications have the mail's headers.

import type {
  SetIdentityHeadersInNotificationsEnabledCommandInput,
  SetIdentityHeadersInNotificationsEnabledCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identityMissing } from "../errors.ts";

export const setIdentityHeadersInNotificationsEnabled = defineOperation<
  Input<SetIdentityHeadersInNotificationsEnabledCommandInput>,
  SetIdentityHeadersInNotificationsEnabledCommandOutput
>("SetIdentityHeadersInNotificationsEnabled", (input, context) => {
  const { Identity: name, NotificationType: type, Enabled: isEnabled } = input;
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      name,
      (identity) => {
        const others = (identity.headersIn ?? []).filter((one) => one !== type);
        return { ...identity, headersIn: isEnabled ? [...others, type] : others };
      },
      identityMissing,
    ),
  );
  return {};
});
