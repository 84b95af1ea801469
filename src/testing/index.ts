// For the tests of users: a yard in the test's own process, on a clock that the test moves.

export { createClock, type Clock } from "../kernel/clock.ts";
export { testYard as startYard, type TestAccount, type TestYard, type ClientConfig } from "./harness.ts";
