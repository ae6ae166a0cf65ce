DROP INDEX "failed_orders_not_confirmed";--> statement-breakpoint
ALTER TABLE "failed_orders" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "failed_orders_not_confirmed" ON "failed_orders" USING btree ("account_id") WHERE "failed_orders"."confirmed_at" is null and "failed_orders"."exchange_order_id" is not null;