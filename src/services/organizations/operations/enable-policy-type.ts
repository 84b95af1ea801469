// EnablePolicyType: lets policies of a type have an effect.

import type { EnablePolicyTypeCommandInput, EnablePolicyTypeCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { rootNotFound, typeAlreadyEnabled, typeNotAvailable } from "../errors.ts";
import { manage } from "../organization.ts";
import { attachFullAccess, requireType } from "../policies.ts";
import { saveOrganization } from "../repo.ts";
import { showRoot } from "../tree.ts";

export const enablePolicyType = defineOperation<Input<EnablePolicyTypeCommandInput>, EnablePolicyTypeCommandOutput>(
  "EnablePolicyType",
  (input, context) => {
    const type = requireType(input.PolicyType);
    return manage(context, (tx, organization) => {
      if (input.RootId !== organization.rootId) throw rootNotFound();
      if (organization.featureSet !== "ALL") throw typeNotAvailable();
      if (organization.enabledTypes.includes(type)) throw typeAlreadyEnabled();
      const enabled = { ...organization, enabledTypes: [...organization.enabledTypes, type] };
      saveOrganization(tx, enabled);
      attachFullAccess(tx, enabled, type);
      return { Root: showRoot(enabled) };
    });
  },
);
