// SetPlatformApplicationAttributes: changes an application.

import type {
  SetPlatformApplicationAttributesCommandInput,
  SetPlatformApplicationAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { platformApplicationNotFound } from "../errors.ts";
import { parseApplicationArn, requireApplicationAttributes } from "../push.ts";
import { loadPlatformApplication, savePlatformApplication } from "../repo.ts";

export const setPlatformApplicationAttributes = defineOperation<
  Input<SetPlatformApplicationAttributesCommandInput>,
  SetPlatformApplicationAttributesCommandOutput
>("SetPlatformApplicationAttributes", (input, context) => {
  const address = parseApplicationArn(input.PlatformApplicationArn);
  requireApplicationAttributes(input.Attributes);
  context.store.write((tx) => {
    const application = loadPlatformApplication(tx, address);
    if (application === undefined) throw platformApplicationNotFound();
    const attributes = { ...application.attributes, ...input.Attributes };
    savePlatformApplication(tx, address.scope, { ...application, attributes });
  });
  return {};
});
