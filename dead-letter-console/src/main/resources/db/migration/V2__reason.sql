-- Why a letter lies here, in the words of its first reason. Rows that were there before say what their code means until
-- something happens to them.

alter table letters add column reason text not null default '';
