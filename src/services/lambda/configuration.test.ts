// Goal: a runtime that this machine does not run is refused as a function is made, with what would have to be installed. Method: the pure
// reading of a configuration, on machines that say no.

import { expect, test } from "vitest";
import { readConfiguration } from "./configuration.ts";

test.each([
  // A parameter that can be right elsewhere, or here later, is AWS's own error; what cannot be is this cloud's.
  [true, "InvalidParameterValueException", 400],
  [false, "NotImplemented", 501],
])("a missing runtime (installable: %s) is %s", (isInstallable, code, status) => {
  const reason = "Runtime java21 needs a Java of version 21 or later.";
  expect(() => readConfiguration({ Runtime: "java21" }, () => ({ reason, isInstallable }))).toThrow(
    expect.objectContaining({ code, status, message: expect.stringContaining(reason) as unknown }),
  );
});
