import { notFound } from "next/navigation";
import { connection } from "next/server";
import { isDemo } from "@/lib/env";
import { EmptyClient } from "./empty-client";

/** A page with one client component that does nothing: the floor for first-load JavaScript. */
export default async function EmptyClientPage() {
  await connection();
  if (!isDemo()) notFound();
  return <EmptyClient />;
}
