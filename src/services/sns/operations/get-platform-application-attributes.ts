// GetPlatformApplicationAttributes: an application, without its credentials.

import type {
  GetPlatformApplicationAttributesCommandInput,
  GetPlatformApplicationAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { platformApplicationNotFound } from "../errors.ts";
import { describeApplication, parseApplicationArn } from "../push.ts";
import { loadPlatformApplication } from "../repo.ts";

export const getPlatformApplicationAttributes = defineOperation<
  Input<GetPlatformApplicationAttributesCommandInput>,
  GetPlatformApplicationAttributesCommandOutput
>("GetPlatformApplicationAttributes", (input, context) => {
  const address = parseApplicationArn(input.PlatformApplicationArn);
  const application = context.store.read((tx) => loadPlatformApplication(tx, address));
  if (application === undefined) throw platformApplicationNotFound();
  return { Attributes: describeApplication(application) };
});
