import { redirect } from "next/navigation";
import { findActor } from "@/lib/auth/actor";
import { homeOf } from "@/lib/auth/rules";

/** The bare address: everybody's own first page, or the way in. */
export default async function StartPage() {
  const actor = await findActor();
  redirect(actor ? homeOf(actor) : "/sign-in");
}
