export * from "./accounts";
export * from "./approvals";
export * from "./audit";
export * from "./mail";
export * from "./offers";
export * from "./plumbing";
