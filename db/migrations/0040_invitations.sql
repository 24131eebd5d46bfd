CREATE TABLE "invitations" (
	"mall_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"role" text NOT NULL,
	"can_see_personal_data" boolean NOT NULL,
	"code_hash" text NOT NULL,
	"tries_left" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "invitations_mall_id_user_id_pk" PRIMARY KEY("mall_id","user_id"),
	CONSTRAINT "invitations_role" CHECK ("invitations"."role" in ('owner', 'manager', 'operator', 'viewer')),
	CONSTRAINT "invitations_tries" CHECK ("invitations"."tries_left" >= 0)
);
--> statement-breakpoint
SELECT moa_protect_tables();
