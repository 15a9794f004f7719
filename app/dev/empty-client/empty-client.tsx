"use client";

export function EmptyClient() {
  return <p>Empty</p>;
}
