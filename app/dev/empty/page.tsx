import { notFound } from "next/navigation";
import { connection } from "next/server";
import { isDemo } from "@/lib/env";

/** A dynamic page with nothing on it: the floor that `npm run bench` measures pages against. */
export default async function EmptyPage() {
  await connection();
  if (!isDemo()) notFound();
  return <p>Empty</p>;
}
