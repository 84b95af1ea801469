// What the control API shows of a yard. Each part is read in when somebody looks.

import type { ControlParts } from "../control/service.ts";
import { serviceIndex } from "../model/load.ts";
import type { ServiceId } from "../model/model.ts";
import type { YardContext } from "../service/context.ts";
import type { Registry } from "../service/registry.ts";
import { lookInto, resourcesOf } from "./look.ts";
import { usageOf } from "./usage.ts";

type Inspector = Pick<
  ControlParts,
  "answerTextMessage" | "coverage" | "inspect" | "lookInto" | "mails" | "resources" | "reviewAccess" | "usage"
>;

/** The inspector of one yard. `yardOf` gives the yard as one of its services sees it. */
export function createInspector(
  registry: () => Registry,
  { store, accesses }: Pick<YardContext, "store" | "accesses">,
  yardOf: (service: ServiceId) => YardContext,
): Inspector {
  return {
    async answerTextMessage(scope, number, text) {
      const { answerTextMessage } = await import("../services/sns/text-message-answer.ts");
      answerTextMessage(store, scope, number, text);
    },
    async coverage() {
      await registry().loadAll(true);
      return serviceIndex().map(({ id, operations }) => ({
        Service: id,
        Implemented: operations.filter((operation) => registry().has(id, operation)).length,
        Modelled: operations.length,
      }));
    },
    async inspect(scope, name, settings) {
      const { inspectFunction } = await import("../services/lambda/inspection.ts");
      return inspectFunction(yardOf("lambda"), scope, name, settings);
    },
    async lookInto(look) {
      await registry().load(look.service);
      // Whoever asks for what is not there is told what is.
      if (registry().service(look.service)?.views?.[look.view] === undefined) await registry().loadAll();
      return lookInto(registry().services, store, look);
    },
    async mails(account, region) {
      const { mailsOf } = await import("./mails.ts");
      return mailsOf(store, account, region);
    },
    async resources(scope) {
      // Some have what every account has, without a row of it: the default group of schedules.
      await registry().loadAll(true);
      return resourcesOf(registry().services, store, scope);
    },
    async reviewAccess(account, roleName) {
      const { reviewRole } = await import("../services/iam/access-review.ts");
      accesses.flush();
      return reviewRole(store, account, roleName);
    },
    async usage(scope, fromMs, untilMs) {
      await registry().loadHolders(store);
      return usageOf(registry().services, store, scope, fromMs, untilMs);
    },
  };
}
