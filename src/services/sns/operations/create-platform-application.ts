// CreatePlatformApplication: keeps an application to whose devices can be pushed.

import type {
  CreatePlatformApplicationCommandInput,
  CreatePlatformApplicationCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { applicationArn, type PlatformApplicationRecord, requireApplication } from "../push.ts";
import { loadPlatformApplication, savePlatformApplication } from "../repo.ts";

export const createPlatformApplication = defineOperation<
  Input<CreatePlatformApplicationCommandInput>,
  CreatePlatformApplicationCommandOutput
>("CreatePlatformApplication", (input, context) => {
  const { Name: name, Platform: platform, Attributes: attributes } = input;
  requireApplication(name, platform, attributes);
  const record: PlatformApplicationRecord = { v: 1, platform, name, attributes };
  context.store.write((tx) => {
    const existing = loadPlatformApplication(tx, { scope: context, platform, application: name });
    if (existing !== undefined && JSON.stringify(existing.attributes) !== JSON.stringify(attributes))
      throw invalidParameter(
        `Attributes Reason: Platform application ${applicationArn(context, record)} already exists with different attributes`,
      );
    savePlatformApplication(tx, context, record);
  });
  return { PlatformApplicationArn: applicationArn(context, record) };
});
