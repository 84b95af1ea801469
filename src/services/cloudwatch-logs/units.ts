// The units that metrics can have. AWS: StandardUnit (API reference).

const BYTES_AND_BITS = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits"];
const AMOUNTS = [...BYTES_AND_BITS, "Gigabits", "Terabits", "Count"];

/** All units, by the names that requests give. */
export const UNITS: readonly string[] = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  ...AMOUNTS,
  ...AMOUNTS.map((amount) => `${amount}/Second`),
  "Percent",
  "None",
];
