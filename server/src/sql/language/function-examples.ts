/**
 * An example of each function: `name | expression or query → what it gives`. Made of our own data, run by Spark 4.0, whose
 * answers these are (test/services/function-examples.test.ts asks again); without `→` where the answer is not always the same.
 */
const text = String.raw`
range | SELECT id FROM range(2, 8, 3) → 2; 5
explode | SELECT * FROM explode(array('a', 'b')) → a; b
explode_outer | SELECT * FROM explode_outer(array()) → NULL
posexplode | SELECT * FROM posexplode(array('a', 'b')) → 0, a; 1, b
posexplode_outer | SELECT * FROM posexplode_outer(array('a')) → 0, a
inline | SELECT * FROM inline(array(struct(1, 'a'), struct(2, 'b'))) → 1, a; 2, b
inline_outer | SELECT * FROM inline_outer(array(struct(1, 'a'))) → 1, a
stack | SELECT * FROM stack(2, 'a', 1, 'b', 2) → a, 1; b, 2
json_tuple | SELECT * FROM json_tuple('{"a": 1, "b": 2}', 'a', 'b') → 1, 2
variant_explode | SELECT key, value FROM variant_explode(parse_json('{"a": 1}')) → a, 1
variant_explode_outer | SELECT pos, value FROM variant_explode_outer(parse_json('["a", "b"]')) → 0, "a"; 1, "b"
collations | SELECT name FROM collations() WHERE name = 'UTF8_LCASE' → UTF8_LCASE
sql_keywords | SELECT * FROM sql_keywords() WHERE keyword = 'SELECT' → SELECT, false
any | SELECT any(x) FROM VALUES (true), (false) AS t(x) → true
any_value | SELECT any_value(x) FROM VALUES (7), (7) AS t(x) → 7
approx_count_distinct | SELECT approx_count_distinct(x) FROM VALUES (1), (1), (2) AS t(x) → 2
approx_percentile | SELECT approx_percentile(x, 0.5, 100) FROM VALUES (1), (2), (9) AS t(x) → 2
array_agg | SELECT array_agg(x) FROM VALUES (1), (2), (1) AS t(x) → [1,2,1]
avg | SELECT avg(x) FROM VALUES (1), (2), (6) AS t(x) → 3.0
bit_and | SELECT bit_and(x) FROM VALUES (3), (5) AS t(x) → 1
bit_or | SELECT bit_or(x) FROM VALUES (3), (5) AS t(x) → 7
bit_xor | SELECT bit_xor(x) FROM VALUES (3), (5) AS t(x) → 6
bitmap_construct_agg | SELECT substring(hex(bitmap_construct_agg(bitmap_bit_position(x))), 1, 4) FROM VALUES (1), (2) AS t(x) → 0300
bitmap_or_agg | SELECT substring(hex(bitmap_or_agg(x)), 1, 4) FROM VALUES (X'10'), (X'20') AS t(x) → 3000
bool_and | SELECT bool_and(x) FROM VALUES (true), (false) AS t(x) → false
bool_or | SELECT bool_or(x) FROM VALUES (true), (false) AS t(x) → true
collect_list | SELECT collect_list(x) FROM VALUES (1), (2), (1) AS t(x) → [1,2,1]
collect_set | SELECT sort_array(collect_set(x)) FROM VALUES (1), (2), (1) AS t(x) → [1,2]
corr | SELECT corr(x, y) FROM VALUES (1, 2), (2, 4), (3, 6) AS t(x, y) → 1.0
count | SELECT count(*), count(x), count(DISTINCT x) FROM VALUES (1), (1), (NULL) AS t(x) → 3, 2, 1
count_if | SELECT count_if(x > 1) FROM VALUES (1), (2), (3) AS t(x) → 2
count_min_sketch | SELECT length(count_min_sketch(x, 0.5d, 0.5d, 1)) FROM VALUES (1), (2) AS t(x)
covar_pop | SELECT covar_pop(x, y) FROM VALUES (1, 1), (2, 2), (3, 3) AS t(x, y) → 0.6666666666666666
covar_samp | SELECT covar_samp(x, y) FROM VALUES (1, 1), (2, 2), (3, 3) AS t(x, y) → 1.0
cume_dist | SELECT x, cume_dist() OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x) → 1, 0.5; 2, 1.0
dense_rank | SELECT x, dense_rank() OVER (ORDER BY x) FROM VALUES (1), (1), (2) AS t(x) → 1, 1; 1, 1; 2, 2
every | SELECT every(x) FROM VALUES (true), (false) AS t(x) → false
first | SELECT first(x, true) FROM VALUES (NULL), (5) AS t(x) → 5
first_value | SELECT first_value(x) IGNORE NULLS FROM VALUES (NULL), (5) AS t(x) → 5
grouping | SELECT x, grouping(x) FROM VALUES ('a') AS t(x) GROUP BY CUBE (x) ORDER BY 2 → a, 0; NULL, 1
grouping_id | SELECT x, grouping_id() FROM VALUES ('a') AS t(x) GROUP BY CUBE (x) ORDER BY 2 → a, 0; NULL, 1
histogram_numeric | SELECT histogram_numeric(x, 2) FROM VALUES (1), (2), (9) AS t(x) → [{"x":1,"y":2.0},{"x":9,"y":1.0}]
hll_sketch_agg | SELECT hll_sketch_estimate(hll_sketch_agg(x)) FROM VALUES (1), (1), (2) AS t(x) → 2
hll_union_agg | SELECT hll_sketch_estimate(hll_union_agg(s)) FROM (SELECT hll_sketch_agg(x) s FROM VALUES (1), (2) AS t(x)) → 2
kurtosis | SELECT kurtosis(x) FROM VALUES (1), (2), (9) AS t(x) → -1.5
lag | SELECT x, lag(x) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x) → 1, NULL; 2, 1
last | SELECT last(x) FROM VALUES (1), (2) AS t(x) → 2
last_value | SELECT last_value(x) FROM VALUES (1), (2) AS t(x) → 2
lead | SELECT x, lead(x, 1, 0) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x) → 1, 2; 2, 0
listagg | SELECT listagg(x, ', ') WITHIN GROUP (ORDER BY x) FROM VALUES ('b'), ('a') AS t(x) → a, b
max | SELECT max(x) FROM VALUES (1), (3), (2) AS t(x) → 3
max_by | SELECT max_by(name, score) FROM VALUES ('Ann', 7), ('Bob', 9) AS t(name, score) → Bob
mean | SELECT mean(x) FROM VALUES (1), (2), (6) AS t(x) → 3.0
median | SELECT median(x) FROM VALUES (1), (2), (9) AS t(x) → 2.0
min | SELECT min(x) FROM VALUES (1), (3), (2) AS t(x) → 1
min_by | SELECT min_by(name, score) FROM VALUES ('Ann', 7), ('Bob', 9) AS t(name, score) → Ann
mode | SELECT mode(x) FROM VALUES (1), (2), (2) AS t(x) → 2
nth_value | SELECT x, nth_value(x, 2) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x) → 1, NULL; 2, 2
ntile | SELECT x, ntile(2) OVER (ORDER BY x) FROM VALUES (1), (2), (3) AS t(x) → 1, 1; 2, 1; 3, 2
percent_rank | SELECT x, percent_rank() OVER (ORDER BY x) FROM VALUES (1), (2), (3) AS t(x) → 1, 0.0; 2, 0.5; 3, 1.0
percentile | SELECT percentile(x, 0.5) FROM VALUES (1), (2), (9) AS t(x) → 2.0
percentile_approx | SELECT percentile_approx(x, array(0.5, 0.9)) FROM VALUES (1), (2), (9) AS t(x) → [2,9]
percentile_cont | SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM VALUES (1), (2) AS t(x) → 1.5
percentile_disc | SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x) FROM VALUES (1), (2) AS t(x) → 1.0
rank | SELECT x, rank() OVER (ORDER BY x) FROM VALUES (1), (1), (2) AS t(x) → 1, 1; 1, 1; 2, 3
regr_avgx | SELECT regr_avgx(y, x) FROM VALUES (1, 2), (2, 4) AS t(y, x) → 3.0
regr_avgy | SELECT regr_avgy(y, x) FROM VALUES (1, 2), (2, 4) AS t(y, x) → 1.5
regr_count | SELECT regr_count(y, x) FROM VALUES (1, 2), (2, NULL) AS t(y, x) → 1
regr_intercept | SELECT regr_intercept(y, x) FROM VALUES (3, 1), (5, 2) AS t(y, x) → 1.0
regr_r2 | SELECT regr_r2(y, x) FROM VALUES (3, 1), (5, 2) AS t(y, x) → 1.0
regr_slope | SELECT regr_slope(y, x) FROM VALUES (3, 1), (5, 2) AS t(y, x) → 2.0
regr_sxx | SELECT regr_sxx(y, x) FROM VALUES (3, 1), (5, 3) AS t(y, x) → 2.0
regr_sxy | SELECT regr_sxy(y, x) FROM VALUES (3, 1), (5, 3) AS t(y, x) → 2.0
regr_syy | SELECT regr_syy(y, x) FROM VALUES (3, 1), (5, 3) AS t(y, x) → 2.0
row_number | SELECT x, row_number() OVER (ORDER BY x DESC) FROM VALUES (1), (2) AS t(x) → 2, 1; 1, 2
schema_of_variant_agg | SELECT schema_of_variant_agg(parse_json(x)) FROM VALUES ('{"a": 1}'), ('{"b": "x"}') AS t(x) → OBJECT<a: BIGINT, b: STRING>
skewness | SELECT skewness(x) FROM VALUES (1), (2), (9) AS t(x) → 0.6654688661238353
some | SELECT some(x) FROM VALUES (true), (false) AS t(x) → true
std | SELECT std(x) FROM VALUES (1), (3) AS t(x) → 1.4142135623730951
stddev | SELECT stddev(x) FROM VALUES (1), (3) AS t(x) → 1.4142135623730951
stddev_pop | SELECT stddev_pop(x) FROM VALUES (1), (3) AS t(x) → 1.0
stddev_samp | SELECT stddev_samp(x) FROM VALUES (1), (3) AS t(x) → 1.4142135623730951
string_agg | SELECT string_agg(x, '-') FROM VALUES ('a'), ('b') AS t(x) → a-b
sum | SELECT sum(x) FROM VALUES (1), (2) AS t(x) → 3
try_avg | SELECT try_avg(x) FROM VALUES (1), (2) AS t(x) → 1.5
try_sum | SELECT try_sum(x) FROM VALUES (9223372036854775807L), (1L) AS t(x) → NULL
var_pop | SELECT var_pop(x) FROM VALUES (1), (3) AS t(x) → 1.0
var_samp | SELECT var_samp(x) FROM VALUES (1), (3) AS t(x) → 2.0
variance | SELECT variance(x) FROM VALUES (1), (3) AS t(x) → 2.0
abs | abs(-3) → 3
acos | acos(1) → 0.0
acosh | acosh(1) → 0.0
add_months | add_months('2026-01-31', 1) → 2026-02-28
aes_decrypt | CAST(aes_decrypt(aes_encrypt('text', '0123456789abcdef'), '0123456789abcdef') AS STRING) → text
aes_encrypt | hex(aes_encrypt('text', '0123456789abcdef', 'ECB')) → 5F203F32C7582846938757CCADC13542
aggregate | aggregate(array(1, 2, 3), 0, (sum, x) -> sum + x, sum -> sum * 10) → 60
array | array(1, 2, 3) → [1,2,3]
array_append | array_append(array(1, 2), 3) → [1,2,3]
array_compact | array_compact(array(1, NULL, 2)) → [1,2]
array_contains | array_contains(array(1, 2), 2) → true
array_distinct | array_distinct(array(1, 2, 1)) → [1,2]
array_except | array_except(array(1, 2, 3), array(2)) → [1,3]
array_insert | array_insert(array('a', 'c'), 2, 'b') → ["a","b","c"]
array_intersect | array_intersect(array(1, 2, 3), array(2, 3, 4)) → [2,3]
array_join | array_join(array('a', NULL, 'c'), ', ', '?') → a, ?, c
array_max | array_max(array(1, 3, 2)) → 3
array_min | array_min(array(1, 3, 2)) → 1
array_position | array_position(array('a', 'b'), 'b') → 2
array_prepend | array_prepend(array(2, 3), 1) → [1,2,3]
array_remove | array_remove(array(1, 2, 1), 1) → [2]
array_repeat | array_repeat('a', 3) → ["a","a","a"]
array_size | array_size(array(1, 2)) → 2
array_sort | array_sort(array(3, 1, 2), (a, b) -> b - a) → [3,2,1]
array_union | array_union(array(1, 2), array(2, 3)) → [1,2,3]
arrays_overlap | arrays_overlap(array(1, 2), array(2, 3)) → true
arrays_zip | arrays_zip(array(1, 2), array('a', 'b')) → [{"0":1,"1":"a"},{"0":2,"1":"b"}]
ascii | ascii('A') → 65
asin | asin(0) → 0.0
asinh | asinh(0) → 0.0
assert_true | assert_true(1 < 2, 'one is less') → NULL
atan | atan(1) → 0.7853981633974483
atan2 | atan2(1, 1) → 0.7853981633974483
atanh | atanh(0) → 0.0
base64 | base64('Spark') → U3Bhcms=
bigint | bigint('12') → 12
bin | bin(5) → 101
binary | hex(binary('ab')) → 6162
bit_count | bit_count(7) → 3
bit_get | bit_get(5, 2) → 1
bit_length | bit_length('ab') → 16
bitmap_bit_position | bitmap_bit_position(3) → 2
bitmap_bucket_number | bitmap_bucket_number(40000) → 2
bitmap_count | bitmap_count(X'0707') → 6
boolean | boolean('true') → true
bround | bround(2.5, 0) → 2
btrim | btrim('xxabxx', 'x') → ab
cardinality | cardinality(map('a', 1, 'b', 2)) → 2
cbrt | cbrt(27) → 3.0
ceil | ceil(1.2), ceil(1.234, 2) → 2, 1.24
ceiling | ceiling(1.2) → 2
char | char(65) → A
char_length | char_length('größe') → 5
character_length | character_length('größe') → 5
chr | chr(65) → A
coalesce | coalesce(NULL, 'a', 'b') → a
collate | 'Spark' COLLATE UTF8_LCASE = 'SPARK', collate('Spark', 'UTF8_LCASE') = 'SPARK' → true, true
collation | collation('a' COLLATE UNICODE_CI) → SYSTEM.BUILTIN.UNICODE_CI
concat | concat('a', 'b'), concat(array(1), array(2)) → ab, [1,2]
concat_ws | concat_ws('/', 'a', NULL, 'b') → a/b
contains | contains('lakehouse', 'house') → true
conv | conv('ff', 16, 10) → 255
convert_timezone | convert_timezone('Europe/Berlin', 'UTC', TIMESTAMP_NTZ '2026-01-01 12:00:00') → 2026-01-01 11:00:00
cos | cos(0) → 1.0
cosh | cosh(0) → 1.0
cot | cot(1) → 0.6420926159343306
crc32 | crc32('Spark') → 1557323817
csc | csc(1) → 1.1883951057781212
curdate | curdate()
current_catalog | current_catalog()
current_database | current_database()
current_date | current_date()
current_schema | current_schema()
current_timestamp | current_timestamp()
current_timezone | current_timezone()
current_user | current_user()
date | date('2026-01-31') → 2026-01-31
date_add | date_add('2026-01-31', 1) → 2026-02-01
date_diff | date_diff('2026-02-01', '2026-01-01') → 31
date_format | date_format(TIMESTAMP '2026-01-31 08:05:00', 'dd.MM.yyyy HH:mm') → 31.01.2026 08:05
date_from_unix_date | date_from_unix_date(1) → 1970-01-02
date_part | date_part('YEAR', DATE '2026-01-31') → 2026
date_sub | date_sub('2026-01-31', 1) → 2026-01-30
date_trunc | date_trunc('MONTH', TIMESTAMP '2026-01-31 08:05:00') → 2026-01-01 00:00:00
dateadd | dateadd(MONTH, 1, DATE '2026-01-31') → 2026-02-28 00:00:00
datediff | datediff('2026-02-01', '2026-01-01') → 31
datepart | datepart('MONTH', DATE '2026-01-31') → 1
day | day(DATE '2026-01-31') → 31
dayname | dayname(DATE '2026-01-31') → Sat
dayofmonth | dayofmonth(DATE '2026-01-31') → 31
dayofweek | dayofweek(DATE '2026-01-31') → 7
dayofyear | dayofyear(DATE '2026-02-01') → 32
decimal | decimal('12') → 12
decode | decode(2, 1, 'one', 2, 'two', 'many'), decode(X'6162', 'UTF-8') → two, ab
degrees | degrees(pi()) → 180.0
double | double('1.5') → 1.5
e | e() → 2.718281828459045
element_at | element_at(array('a', 'b'), -1), element_at(map('k', 1), 'k') → b, 1
elt | elt(2, 'a', 'b') → b
encode | hex(encode('é', 'UTF-8')) → C3A9
endswith | endswith('lakehouse', 'house') → true
equal_null | equal_null(NULL, NULL) → true
exists | exists(array(1, 2), x -> x > 1) → true
exp | exp(0) → 1.0
expm1 | expm1(0) → 0.0
extract | extract(YEAR FROM DATE '2026-01-31') → 2026
factorial | factorial(5) → 120
filter | filter(array(1, 2, 3), x -> x % 2 = 1) → [1,3]
find_in_set | find_in_set('b', 'a,b,c') → 2
flatten | flatten(array(array(1, 2), array(3))) → [1,2,3]
float | float('1.5') → 1.5
floor | floor(1.8), floor(1.289, 2) → 1, 1.28
forall | forall(array(1, 2), x -> x > 0) → true
format_number | format_number(1234567.891, 2) → 1,234,567.89
format_string | format_string('%s has %d rows', 'orders', 12) → orders has 12 rows
from_avro | SELECT from_avro(value, '{"type": "string"}') FROM messages
from_csv | from_csv('1,a', 'id INT, name STRING') → {"id":1,"name":"a"}
from_json | from_json('{"id": 1, "name": "a"}', 'id INT, name STRING') → {"id":1,"name":"a"}
from_protobuf | SELECT from_protobuf(value, 'Order', '/schemas/order.desc') FROM messages
from_unixtime | from_unixtime(0, 'yyyy-MM-dd') → 1970-01-01
from_utc_timestamp | from_utc_timestamp('2026-01-31 12:00:00', 'Europe/Berlin') → 2026-01-31 13:00:00
from_xml | from_xml('<r><id>1</id></r>', 'id INT') → {"id":1}
get | get(array('a', 'b'), 0), get(array('a'), 5) → a, NULL
get_json_object | get_json_object('{"a": {"b": 1}}', '$.a.b') → 1
getbit | getbit(5, 2) → 1
greatest | greatest(1, NULL, 3) → 3
hash | hash('Spark', 1) → 205329825
hex | hex(255), hex('ab') → FF, 6162
hll_sketch_estimate | SELECT hll_sketch_estimate(hll_sketch_agg(x)) FROM VALUES (1), (1), (2) AS t(x) → 2
hll_union | SELECT hll_sketch_estimate(hll_union(hll_sketch_agg(x), hll_sketch_agg(y))) FROM VALUES (1, 2), (1, 3) AS t(x, y) → 3
hour | hour(TIMESTAMP '2026-01-31 08:05:00') → 8
hypot | hypot(3, 4) → 5.0
if | if(1 < 2, 'yes', 'no') → yes
ifnull | ifnull(NULL, 'a') → a
initcap | initcap('data lake') → Data Lake
input_file_block_length | SELECT input_file_block_length() FROM orders
input_file_block_start | SELECT input_file_block_start() FROM orders
input_file_name | SELECT input_file_name(), count(*) FROM orders GROUP BY 1
instr | instr('lakehouse', 'house') → 5
int | int('12') → 12
is_valid_utf8 | is_valid_utf8('a') → true
is_variant_null | is_variant_null(parse_json('null')) → true
isnan | isnan(double('NaN')) → true
isnotnull | isnotnull(1) → true
isnull | isnull(NULL) → true
java_method | java_method('java.lang.Math', 'max', 1, 2) → 2
json_array_length | json_array_length('[1, 2, 3]') → 3
json_object_keys | json_object_keys('{"a": 1, "b": 2}') → ["a","b"]
last_day | last_day('2026-02-10') → 2026-02-28
lcase | lcase('SQL') → sql
least | least(1, NULL, 3) → 1
left | left('lakehouse', 4) → lake
len | len('lake') → 4
length | length('lake') → 4
levenshtein | levenshtein('kitten', 'sitting') → 3
ln | ln(1) → 0.0
localtimestamp | localtimestamp()
locate | locate('e', 'lakehouse', 5) → 9
log | log(10, 100) → 2.0
log10 | log10(1000) → 3.0
log1p | log1p(0) → 0.0
log2 | log2(8) → 3.0
lower | lower('SQL') → sql
lpad | lpad('7', 3, '0') → 007
ltrim | ltrim('  a') → a
luhn_check | luhn_check('8112189876') → true
make_date | make_date(2026, 1, 31) → 2026-01-31
make_dt_interval | make_dt_interval(1, 2, 3, 4.5) → INTERVAL '1 02:03:04.5' DAY TO SECOND
make_interval | make_interval(1, 2, 0, 3) → 1 years 2 months 3 days
make_timestamp | make_timestamp(2026, 1, 31, 8, 5, 30.5) → 2026-01-31 08:05:30.5
make_timestamp_ltz | make_timestamp_ltz(2026, 1, 31, 8, 5, 0, 'UTC') → 2026-01-31 08:05:00
make_timestamp_ntz | make_timestamp_ntz(2026, 1, 31, 8, 5, 0) → 2026-01-31 08:05:00
make_valid_utf8 | make_valid_utf8('a') → a
make_ym_interval | make_ym_interval(1, 2) → INTERVAL '1-2' YEAR TO MONTH
map | map('a', 1, 'b', 2) → {"a":1,"b":2}
map_concat | map_concat(map('a', 1), map('b', 2)) → {"a":1,"b":2}
map_contains_key | map_contains_key(map('a', 1), 'a') → true
map_entries | map_entries(map('a', 1)) → [{"key":"a","value":1}]
map_filter | map_filter(map('a', 1, 'b', 2), (k, v) -> v > 1) → {"b":2}
map_from_arrays | map_from_arrays(array('a', 'b'), array(1, 2)) → {"a":1,"b":2}
map_from_entries | map_from_entries(array(struct('a', 1), struct('b', 2))) → {"a":1,"b":2}
map_keys | map_keys(map('a', 1, 'b', 2)) → ["a","b"]
map_values | map_values(map('a', 1, 'b', 2)) → [1,2]
map_zip_with | map_zip_with(map('a', 1), map('a', 2), (k, x, y) -> x + y) → {"a":3}
mask | mask('AbC-123') → XxX-nnn
md5 | md5('Spark') → 8cde774d6f7333752ed72cacddb05126
minute | minute(TIMESTAMP '2026-01-31 08:05:00') → 5
mod | mod(7, 3) → 1
monotonically_increasing_id | monotonically_increasing_id()
month | month(DATE '2026-01-31') → 1
monthname | monthname(DATE '2026-01-31') → Jan
months_between | months_between('2026-03-31', '2026-01-31') → 2.0
named_struct | named_struct('id', 1, 'name', 'a') → {"id":1,"name":"a"}
nanvl | nanvl(double('NaN'), 0) → 0.0
negative | negative(3) → -3
next_day | next_day('2026-01-31', 'MONDAY') → 2026-02-02
now | now()
nullif | nullif('', '') → NULL
nullifzero | nullifzero(0) → NULL
nvl | nvl(NULL, 'a') → a
nvl2 | nvl2(NULL, 'set', 'not set') → not set
octet_length | octet_length('é') → 2
overlay | overlay('Spark SQL' PLACING 'ANSI' FROM 7) → Spark ANSI
parse_json | parse_json('{"a": [1, 2]}') → {"a":[1,2]}
parse_url | parse_url('https://example.com/a?b=1', 'QUERY', 'b') → 1
pi | pi() → 3.141592653589793
pmod | pmod(-7, 3) → 2
position | position('house', 'lakehouse') → 5
positive | positive(3) → 3
pow | pow(2, 10) → 1024.0
power | power(2, 10) → 1024.0
printf | printf('%05d', 42) → 00042
quarter | quarter(DATE '2026-05-01') → 2
radians | radians(180) → 3.141592653589793
raise_error | SELECT coalesce(customer_id, raise_error('no customer')) FROM orders
rand | rand(0)
randn | randn(0)
random | random(0)
randstr | randstr(5, 0)
reduce | reduce(array(1, 2, 3), 0, (sum, x) -> sum + x) → 6
reflect | reflect('java.lang.Math', 'min', 1, 2) → 1
regexp | regexp('2026-01', '^\\d{4}-\\d{2}$') → true
regexp_count | regexp_count('a1b22', '\\d+') → 2
regexp_extract | regexp_extract('id=42', '(\\w+)=(\\d+)', 2) → 42
regexp_extract_all | regexp_extract_all('a1b22', '(\\d+)', 1) → ["1","22"]
regexp_instr | regexp_instr('ab12', '\\d') → 3
regexp_like | regexp_like('2026-01', '^\\d{4}') → true
regexp_replace | regexp_replace('a1b22', '\\d+', '#') → a#b#
regexp_substr | regexp_substr('ab12', '\\d+') → 12
repeat | repeat('ab', 3) → ababab
replace | replace('a-b-c', '-', '/') → a/b/c
reverse | reverse('abc'), reverse(array(1, 2)) → cba, [2,1]
right | right('lakehouse', 5) → house
rint | rint(2.6) → 3.0
rlike | rlike('lake', 'l.k') → true
round | round(2.567, 1) → 2.6
rpad | rpad('a', 3, '.') → a..
rtrim | rtrim('a  ') → a
schema_of_avro | schema_of_avro('{"type": "string"}')
schema_of_csv | schema_of_csv('1,a') → STRUCT<_c0: INT, _c1: STRING>
schema_of_json | schema_of_json('{"id": 1}') → STRUCT<id: BIGINT>
schema_of_variant | schema_of_variant(parse_json('{"id": 1}')) → OBJECT<id: BIGINT>
schema_of_xml | schema_of_xml('<r><id>1</id></r>') → STRUCT<id: BIGINT>
sec | sec(0) → 1.0
second | second(TIMESTAMP '2026-01-31 08:05:30') → 30
sentences | sentences('Hello there. Bye.') → [["Hello","there"],["Bye"]]
sequence | sequence(1, 7, 3), sequence(DATE '2026-01-01', DATE '2026-03-01', INTERVAL 1 MONTH) → [1,4,7], ["2026-01-01","2026-02-01","2026-03-01"]
session_user | session_user()
session_window | SELECT session_window.start, count(*) FROM VALUES (TIMESTAMP '2026-01-01 00:00:00'), (TIMESTAMP '2026-01-01 00:03:00') AS t(ts) GROUP BY session_window(ts, '5 minutes') → 2026-01-01 00:00:00, 2
sha | sha('Spark') → 85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c
sha1 | sha1('Spark') → 85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c
sha2 | sha2('Spark', 256) → 529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b
shiftleft | shiftleft(1, 3) → 8
shiftright | shiftright(8, 2) → 2
shiftrightunsigned | shiftrightunsigned(-1, 28) → 15
shuffle | shuffle(array(1, 2, 3))
sign | sign(-4) → -1.0
signum | signum(-4) → -1.0
sin | sin(0) → 0.0
sinh | sinh(0) → 0.0
size | size(array(1, 2)) → 2
slice | slice(array(1, 2, 3, 4), 2, 2) → [2,3]
smallint | smallint('12') → 12
sort_array | sort_array(array(2, NULL, 1), false) → [2,1,null]
soundex | soundex('Miller') → M460
space | concat('a', space(2), 'b') → a  b
spark_partition_id | spark_partition_id()
split | split('a1b2c', '[0-9]') → ["a","b","c"]
split_part | split_part('a.b.c', '.', 2) → b
sqrt | sqrt(16) → 4.0
startswith | startswith('lakehouse', 'lake') → true
str_to_map | str_to_map('a:1,b:2', ',', ':') → {"a":"1","b":"2"}
string | string(12) → 12
struct | struct(1, 'a') → {"col1":1,"col2":"a"}
substr | substr('lakehouse', 5) → house
substring | substring('lakehouse', 1, 4) → lake
substring_index | substring_index('a.b.c', '.', 2) → a.b
tan | tan(0) → 0.0
tanh | tanh(0) → 0.0
timestamp | timestamp('2026-01-31 08:05:00') → 2026-01-31 08:05:00
timestamp_micros | timestamp_micros(1500000) → 1970-01-01 00:00:01.5
timestamp_millis | timestamp_millis(1500) → 1970-01-01 00:00:01.5
timestamp_seconds | timestamp_seconds(1) → 1970-01-01 00:00:01
tinyint | tinyint('12') → 12
to_avro | SELECT to_avro(customer) FROM orders
to_binary | hex(to_binary('616263', 'hex')) → 616263
to_char | to_char(1234.5, '9,999.00') → 1,234.50
to_csv | to_csv(named_struct('id', 1, 'name', 'a')) → 1,a
to_date | to_date('31.01.2026', 'dd.MM.yyyy') → 2026-01-31
to_json | to_json(named_struct('id', 1, 'name', 'a')) → {"id":1,"name":"a"}
to_number | to_number('1,234.50', '9,999.99') → 1234.50
to_protobuf | SELECT to_protobuf(customer, 'Customer', '/schemas/customer.desc') FROM orders
to_timestamp | to_timestamp('31.01.2026 08:05', 'dd.MM.yyyy HH:mm') → 2026-01-31 08:05:00
to_timestamp_ltz | to_timestamp_ltz('2026-01-31 08:05:00') → 2026-01-31 08:05:00
to_timestamp_ntz | to_timestamp_ntz('2026-01-31 08:05:00') → 2026-01-31 08:05:00
to_unix_timestamp | to_unix_timestamp('1970-01-02', 'yyyy-MM-dd') → 86400
to_utc_timestamp | to_utc_timestamp('2026-01-31 12:00:00', 'Europe/Berlin') → 2026-01-31 11:00:00
to_varchar | to_varchar(12, '999') →  12
to_variant_object | to_variant_object(named_struct('id', 1)) → {"id":1}
to_xml | to_xml(named_struct('id', 1)) → <ROW> <id>1</id> </ROW>
transform | transform(array(1, 2), (x, i) -> x * 10 + i) → [10,21]
transform_keys | transform_keys(map('a', 1), (k, v) -> upper(k)) → {"A":1}
transform_values | transform_values(map('a', 1), (k, v) -> v + 1) → {"a":2}
translate | translate('abc', 'ab', '12') → 12c
trim | trim('  a  '), trim(BOTH 'x' FROM 'xax') → a, a
trunc | trunc('2026-05-17', 'QUARTER') → 2026-04-01
try_add | try_add(2147483647, 1) → NULL
try_aes_decrypt | try_aes_decrypt(X'00', '0123456789abcdef') → NULL
try_divide | try_divide(1, 0) → NULL
try_element_at | try_element_at(array(1), 5) → NULL
try_make_interval | try_make_interval(2147483647) → NULL
try_make_timestamp | try_make_timestamp(2026, 13, 1, 0, 0, 0) → NULL
try_make_timestamp_ltz | try_make_timestamp_ltz(2026, 13, 1, 0, 0, 0) → NULL
try_make_timestamp_ntz | try_make_timestamp_ntz(2026, 13, 1, 0, 0, 0) → NULL
try_mod | try_mod(1, 0) → NULL
try_multiply | try_multiply(2147483647, 2) → NULL
try_parse_json | try_parse_json('{') → NULL
try_parse_url | try_parse_url('no url at all', 'HOST') → NULL
try_reflect | try_reflect('java.lang.Long', 'parseLong', 'x') → NULL
try_subtract | try_subtract(-2147483648, 1) → NULL
try_to_binary | try_to_binary('xyz', 'hex') → NULL
try_to_number | try_to_number('abc', '999') → NULL
try_to_timestamp | try_to_timestamp('abc') → NULL
try_url_decode | try_url_decode('%') → NULL
try_validate_utf8 | try_validate_utf8('a') → a
try_variant_get | try_variant_get(parse_json('{"a": "x"}'), '$.a', 'int') → NULL
typeof | typeof(1.5) → decimal(2,1)
ucase | ucase('sql') → SQL
unbase64 | CAST(unbase64('U3Bhcms=') AS STRING) → Spark
unhex | CAST(unhex('6162') AS STRING) → ab
uniform | uniform(1, 10, 0)
unix_date | unix_date(DATE '1970-01-02') → 1
unix_micros | unix_micros(TIMESTAMP '1970-01-01 00:00:01Z') → 1000000
unix_millis | unix_millis(TIMESTAMP '1970-01-01 00:00:01Z') → 1000
unix_seconds | unix_seconds(TIMESTAMP '1970-01-01 00:00:01Z') → 1
unix_timestamp | unix_timestamp('1970-01-02', 'yyyy-MM-dd') → 86400
upper | upper('sql') → SQL
url_decode | url_decode('a%20b') → a b
url_encode | url_encode('a b') → a+b
user | user()
uuid | uuid()
validate_utf8 | validate_utf8('a') → a
variant_get | variant_get(parse_json('{"a": [1, 2]}'), '$.a[1]', 'int') → 2
version | version()
weekday | weekday(DATE '2026-01-31') → 5
weekofyear | weekofyear(DATE '2026-01-31') → 5
width_bucket | width_bucket(5.3, 0, 10, 5) → 3
window | SELECT window.start, count(*) FROM VALUES (TIMESTAMP '2026-01-01 00:07:00') AS t(ts) GROUP BY window(ts, '5 minutes') → 2026-01-01 00:05:00, 1
window_time | SELECT window_time(window) FROM (SELECT window FROM VALUES (TIMESTAMP '2026-01-01 00:07:00') AS t(ts) GROUP BY window(ts, '5 minutes')) → 2026-01-01 00:09:59.999999
xpath | xpath('<a><b>1</b><b>2</b></a>', 'a/b/text()') → ["1","2"]
xpath_boolean | xpath_boolean('<a><b>1</b></a>', 'a/b') → true
xpath_double | xpath_double('<a><b>1.5</b></a>', 'a/b') → 1.5
xpath_float | xpath_float('<a><b>1.5</b></a>', 'a/b') → 1.5
xpath_int | xpath_int('<a><b>1</b></a>', 'a/b') → 1
xpath_long | xpath_long('<a><b>1</b></a>', 'a/b') → 1
xpath_number | xpath_number('<a><b>1</b></a>', 'a/b') → 1.0
xpath_short | xpath_short('<a><b>1</b></a>', 'a/b') → 1
xpath_string | xpath_string('<a><b>x</b></a>', 'a/b') → x
xxhash64 | xxhash64('Spark') → -4294468057691064905
year | year(DATE '2026-01-31') → 2026
zeroifnull | zeroifnull(NULL) → 0
zip_with | zip_with(array(1, 2), array(10, 20), (x, y) -> x + y) → [11,22]
current_time | current_time()
make_time | make_time(8, 5, 30)
to_time | to_time('08:05:30')
try_to_time | try_to_time('abc')
time_diff | time_diff('MINUTE', TIME '08:00:00', TIME '08:05:00')
time_trunc | time_trunc('HOUR', TIME '08:05:30')
quote | quote('it''s')
`;

/** What a function's name leads to. `result`: rows with `;`, columns with `,` between them. */
export const examples: ReadonlyMap<string, { readonly sql: string; readonly result: string | null }> = new Map(
  text
    .trim()
    .split('\n')
    .map((line) => {
      const bar = line.indexOf(' | ');
      const arrow = line.indexOf(' → ');
      const sql = line.slice(bar + 3, arrow < 0 ? undefined : arrow);
      return [line.slice(0, bar), { sql, result: arrow < 0 ? null : line.slice(arrow + 3) }];
    }),
);
