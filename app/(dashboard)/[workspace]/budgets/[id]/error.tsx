"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function BudgetError(props: RouteErrorProps) {
  return <RouteError {...props} what="The budget" />;
}
