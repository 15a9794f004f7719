import "server-only";
import { env } from "../env";

/** Where the reader of a mail chooses what comes: as a member of the company, or as a freelancer. Stands in every mail. */
export const settingsUrlFor = (side: "client" | "talent" | "staff") =>
  `${env.APP_ORIGIN}${side === "talent" ? "/talent" : "/ab"}/notification-settings`;
