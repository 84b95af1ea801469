// CreateInstanceProfile: makes an instance profile.

import type { CreateInstanceProfileCommandInput, CreateInstanceProfileCommandOutput } from "@aws-sdk/client-iam";
import { newId } from "../../../iam/directory/names.ts";
import type { InstanceProfileRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { instanceProfileExists } from "../errors.ts";
import { withTags } from "../tags.ts";
import { instanceProfileView } from "../views.ts";

export const createInstanceProfile = defineOperation<
  Input<CreateInstanceProfileCommandInput>,
  CreateInstanceProfileCommandOutput
>("CreateInstanceProfile", (input, context) => {
  const { InstanceProfileName: name, Path: path = "/", Tags: tags = [] } = input;
  const profile: InstanceProfileRecord = {
    v: 1,
    name,
    path,
    id: newId(context.random, "instance-profile"),
    createdAtMs: context.clock.nowMs(),
    tags: withTags({}, tags),
  };
  changeIam<void>(context.store, (tx) => {
    if (isNameTaken(tx, context.account, "instance-profile", name)) throw instanceProfileExists(name);
    saveNamed(tx, context.account, "instance-profile", profile);
  });
  return { InstanceProfile: instanceProfileView(context.account, profile, undefined) };
});
