// PutEmailIdentityConfigurationSetAttributes: the configuration set of mails that name none.

import type {
  PutEmailIdentityConfigurationSetAttributesCommandInput,
  PutEmailIdentityConfigurationSetAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireSet } from "../../configuration-sets.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { faults, identityNotFound } from "../errors.ts";

export const putEmailIdentityConfigurationSetAttributes = defineOperation<
  Input<PutEmailIdentityConfigurationSetAttributesCommandInput>,
  PutEmailIdentityConfigurationSetAttributesCommandOutput
>("PutEmailIdentityConfigurationSetAttributes", (input, context) => {
  const { ConfigurationSetName: name } = input;
  context.store.write((tx) => {
    if (name !== undefined) requireSet(tx, context, name, faults);
    changeIdentity(
      tx,
      context,
      input.EmailIdentity,
      ({ configurationSet: _before, ...identity }) =>
        name === undefined ? identity : { ...identity, configurationSet: name },
      identityNotFound,
    );
  });
  return {};
});
