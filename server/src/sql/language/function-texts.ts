/** The built-in functions of Spark 4.0: signature, then what it gives. Names from its registry, words our own. */

export const tableFunctionText = `
range(start, end, step) Rows with one column, id, from start up to end
explode(array_or_map) A row for each element
explode_outer(array_or_map) A row for each element, one with NULL when there is none
posexplode(array_or_map) A row for each element with its position
posexplode_outer(array_or_map) A row for each element with its position, one with NULL when there is none
inline(array_of_structs) A row for each struct, its fields as columns
inline_outer(array_of_structs) A row for each struct, one with NULL when there is none
stack(n, expr, …) The values in n rows
json_tuple(json, field, …) The fields of a JSON object as columns
variant_explode(variant) A row for each element or field of a variant
variant_explode_outer(variant) A row for each element or field, one with NULL when there is none
collations() The collations there are
sql_keywords() Spark's keywords and whether they are reserved
`;

export const aggregateText = `
any(expr) Whether any value is true
any_value(expr) Some value of the group
approx_count_distinct(expr, relativeSD) Estimated number of distinct values
approx_percentile(expr, percentage, accuracy) Approximate percentile
array_agg(expr) Values of the group in an array
avg(expr) Mean
bit_and(expr) Bitwise AND of all values
bit_or(expr) Bitwise OR of all values
bit_xor(expr) Bitwise XOR of all values
bitmap_construct_agg(position) Bitmap with the bits at the positions set
bitmap_or_agg(bitmap) Bitwise OR of bitmaps
bool_and(expr) Whether all values are true
bool_or(expr) Whether any value is true
collect_list(expr) Values in an array, duplicates kept
collect_set(expr) Distinct values in an array
corr(x, y) Pearson correlation
count(*) Number of rows; count(expr) of those where it is not NULL
count_if(condition) Number of rows for which it is true
count_min_sketch(expr, eps, confidence, seed) Count-min sketch of the values
covar_pop(x, y) Population covariance
covar_samp(x, y) Sample covariance
cume_dist() Share of rows that come no later; needs OVER
dense_rank() Rank without gaps; needs OVER
every(expr) Whether all values are true
first(expr, ignoreNulls) First value of the group
first_value(expr, ignoreNulls) First value of the group or frame
grouping(column) 1 where the column is aggregated away by GROUPING SETS, else 0
grouping_id(column, …) The grouping bits of the columns as one number
histogram_numeric(expr, bins) Histogram with that many bins
hll_sketch_agg(expr, lgConfigK) HyperLogLog sketch of the values
hll_union_agg(sketch, allowDifferentK) Union of HyperLogLog sketches
kurtosis(expr) Kurtosis
lag(expr, offset, default) Value of an earlier row; needs OVER
last(expr, ignoreNulls) Last value of the group
last_value(expr, ignoreNulls) Last value of the group or frame
lead(expr, offset, default) Value of a later row; needs OVER
listagg(expr, delimiter) Values joined to one string
max(expr) Largest value
max_by(expr, ordering) Value where the ordering is largest
mean(expr) Mean
median(expr) Median
min(expr) Smallest value
min_by(expr, ordering) Value where the ordering is smallest
mode(expr) Most frequent value
nth_value(expr, n) The n-th value of the frame; needs OVER
ntile(n) Which of n equal parts the row is in; needs OVER
percent_rank() Rank as a share from 0 to 1; needs OVER
percentile(expr, percentage, frequency) Exact percentile
percentile_approx(expr, percentage, accuracy) Approximate percentile
percentile_cont(percentage) Interpolated percentile of WITHIN GROUP (ORDER BY …)
percentile_disc(percentage) Percentile among the values of WITHIN GROUP (ORDER BY …)
rank() Rank with gaps; needs OVER
regr_avgx(y, x) Mean of x over pairs without NULL
regr_avgy(y, x) Mean of y over pairs without NULL
regr_count(y, x) Number of pairs without NULL
regr_intercept(y, x) Intercept of the regression line
regr_r2(y, x) Coefficient of determination
regr_slope(y, x) Slope of the regression line
regr_sxx(y, x) Sum of squares of x
regr_sxy(y, x) Sum of products of x and y
regr_syy(y, x) Sum of squares of y
row_number() Number of the row in its partition; needs OVER
schema_of_variant_agg(variant) Schema that fits all the variants
skewness(expr) Skewness
some(expr) Whether any value is true
std(expr) Sample standard deviation
stddev(expr) Sample standard deviation
stddev_pop(expr) Population standard deviation
stddev_samp(expr) Sample standard deviation
string_agg(expr, delimiter) Values joined to one string
sum(expr) Sum
try_avg(expr) Mean, NULL on overflow
try_sum(expr) Sum, NULL on overflow
var_pop(expr) Population variance
var_samp(expr) Sample variance
variance(expr) Sample variance
`;

export const scalarText = `
abs(expr) Absolute value
acos(expr) Arc cosine
acosh(expr) Inverse hyperbolic cosine
add_months(start, months) Date that many months later
aes_decrypt(expr, key, mode, padding, aad) Decrypts with AES
aes_encrypt(expr, key, mode, padding, iv, aad) Encrypts with AES
aggregate(array, start, merge, finish) Folds an array with a lambda
array(expr, …) Array of the values
array_append(array, element) Array with the element at its end
array_compact(array) Array without NULL
array_contains(array, value) Whether the array has the value
array_distinct(array) Array without duplicates
array_except(array1, array2) Elements of the first that are not in the second
array_insert(array, position, element) Array with the element put in
array_intersect(array1, array2) Elements in both
array_join(array, delimiter, nullReplacement) Elements joined to a string
array_max(array) Largest element
array_min(array) Smallest element
array_position(array, element) Position of the element from 1, 0 when it is not there
array_prepend(array, element) Array with the element at its start
array_remove(array, element) Array without that element
array_repeat(element, count) Array of the element repeated
array_size(array) Number of elements
array_sort(array, comparator) Sorted array, NULL last
array_union(array1, array2) Elements of both, without duplicates
arrays_overlap(array1, array2) Whether they share an element
arrays_zip(array, …) Array of structs of the elements side by side
ascii(string) Code of the first character
asin(expr) Arc sine
asinh(expr) Inverse hyperbolic sine
assert_true(condition, message) Fails when the condition is not true
atan(expr) Arc tangent
atan2(y, x) Angle of the point
atanh(expr) Inverse hyperbolic tangent
base64(binary) Base 64 text
bigint(expr) Cast to BIGINT
bin(expr) Binary digits of a BIGINT
binary(expr) Cast to BINARY
bit_count(expr) Number of bits that are set
bit_get(expr, position) Bit at the position
bit_length(expr) Length in bits
bitmap_bit_position(expr) Position of the value's bit in its bitmap bucket
bitmap_bucket_number(expr) Bitmap bucket of the value
bitmap_count(bitmap) Number of bits set in a bitmap
boolean(expr) Cast to BOOLEAN
bround(expr, scale) Rounded, halves to even
btrim(string, characters) Without those characters at both ends
cardinality(expr) Number of elements of an array or map
cbrt(expr) Cube root
ceil(expr, scale) Rounded up
ceiling(expr, scale) Rounded up
char(code) Character of the code
char_length(string) Number of characters
character_length(string) Number of characters
chr(code) Character of the code
coalesce(expr, …) First value that is not NULL
collate(string, collation) The string with a collation
collation(string) Name of the string's collation
concat(expr, …) Strings, binaries or arrays in a row
concat_ws(separator, expr, …) Strings joined with a separator
contains(left, right) Whether left contains right
conv(number, fromBase, toBase) Number in another base
convert_timezone(sourceTz, targetTz, timestamp) Local time in another zone
cos(expr) Cosine
cosh(expr) Hyperbolic cosine
cot(expr) Cotangent
crc32(expr) CRC-32 as a BIGINT
csc(expr) Cosecant
curdate() Today's date
current_catalog() Current catalog
current_database() Current schema
current_date() Today's date
current_schema() Current schema
current_timestamp() Time at the start of the query
current_timezone() Time zone of the session
current_user() User of the query
date(expr) Cast to DATE
date_add(start, days) Date that many days later
date_diff(end, start) Days from start to end
date_format(timestamp, format) Timestamp as text in a pattern
date_from_unix_date(days) Date that many days after 1970-01-01
date_part(field, source) Part of a date, timestamp or interval
date_sub(start, days) Date that many days earlier
date_trunc(unit, timestamp) Timestamp cut off to the unit
dateadd(start, days) Date that many days later
datediff(end, start) Days from start to end
datepart(field, source) Part of a date, timestamp or interval
day(date) Day of the month
dayname(date) Short name of the weekday
dayofmonth(date) Day of the month
dayofweek(date) Day of the week, 1 is Sunday
dayofyear(date) Day of the year
decimal(expr) Cast to DECIMAL
decode(expr, search, result, …, default) Result whose search equals expr; decode(binary, charset) text
degrees(expr) Radians as degrees
double(expr) Cast to DOUBLE
e() Euler's number
element_at(array_or_map, key) Element at a position from 1, or value of a key
elt(n, input, …) The n-th input
encode(string, charset) Text as binary
endswith(left, right) Whether left ends with right
equal_null(left, right) Equality where NULL equals NULL
exists(array, predicate) Whether the lambda is true for an element
exp(expr) e to the power
expm1(expr) exp(expr) - 1
extract(field FROM source) Part of a date, timestamp or interval
factorial(expr) Factorial
filter(array, predicate) Elements for which the lambda is true
find_in_set(string, list) Position in a comma separated list
flatten(arrays) One array of an array of arrays
float(expr) Cast to FLOAT
floor(expr, scale) Rounded down
forall(array, predicate) Whether the lambda is true for all elements
format_number(expr, decimals) Number with thousands separators
format_string(format, expr, …) printf-style text
from_avro(bytes, schema, options) Avro to a column
from_csv(csv, schema, options) Struct of a CSV line
from_json(json, schema, options) Value of a JSON text
from_protobuf(bytes, message, descriptor, options) Protobuf to a column
from_unixtime(seconds, format) Unix time as text
from_utc_timestamp(timestamp, zone) UTC time as local time of the zone
from_xml(xml, schema, options) Struct of an XML text
get(array, index) Element at an index from 0, or NULL
get_json_object(json, path) JSON object at a path
getbit(expr, position) Bit at the position
greatest(expr, …) Largest value, NULL skipped
hash(expr, …) Hash as an INT
hex(expr) Hexadecimal text
hll_sketch_estimate(sketch) Estimated distinct count of a sketch
hll_union(sketch1, sketch2, allowDifferentK) Union of two sketches
hour(timestamp) Hour
hypot(a, b) Length of the hypotenuse
if(condition, then, else) One or the other
ifnull(expr, other) other when expr is NULL
initcap(string) First letters upper case
input_file_block_length() Length of the block being read
input_file_block_start() Start of the block being read
input_file_name() File being read
instr(string, substring) Position of the substring from 1
int(expr) Cast to INT
is_valid_utf8(string) Whether the text is valid UTF-8
is_variant_null(variant) Whether it is a variant null
isnan(expr) Whether it is NaN
isnotnull(expr) Whether it is not NULL
isnull(expr) Whether it is NULL
java_method(class, method, arg, …) Calls a static Java method
json_array_length(json) Elements of the outermost JSON array
json_object_keys(json) Keys of the outermost JSON object
last_day(date) Last day of the month
lcase(string) Lower case
least(expr, …) Smallest value, NULL skipped
left(string, length) First characters
len(expr) Length in characters or bytes
length(expr) Length in characters or bytes
levenshtein(left, right, threshold) Edit distance
ln(expr) Natural logarithm
localtimestamp() Local time at the start of the query, without zone
locate(substring, string, position) Position of the substring from 1
log(base, expr) Logarithm
log10(expr) Logarithm to base 10
log1p(expr) ln(1 + expr)
log2(expr) Logarithm to base 2
lower(string) Lower case
lpad(string, length, pad) Padded at the left
ltrim(string) Without blanks at the left
luhn_check(string) Whether the digits pass the Luhn check
make_date(year, month, day) Date of its parts
make_dt_interval(days, hours, minutes, seconds) Day-time interval
make_interval(years, months, weeks, days, hours, minutes, seconds) Interval of its parts
make_timestamp(year, month, day, hour, minute, second, zone) Timestamp of its parts
make_timestamp_ltz(year, month, day, hour, minute, second, zone) Timestamp with local zone of its parts
make_timestamp_ntz(year, month, day, hour, minute, second) Timestamp without zone of its parts
make_valid_utf8(string) Invalid bytes replaced
make_ym_interval(years, months) Year-month interval
map(key, value, …) Map of keys and values
map_concat(map, …) Maps in one
map_contains_key(map, key) Whether the map has the key
map_entries(map) Array of key and value structs
map_filter(map, predicate) Entries for which the lambda is true
map_from_arrays(keys, values) Map of two arrays
map_from_entries(entries) Map of an array of key and value structs
map_keys(map) Keys as an array
map_values(map) Values as an array
map_zip_with(map1, map2, function) Two maps merged with a lambda
mask(input, upperChar, lowerChar, digitChar, otherChar) Characters replaced, kind by kind
md5(expr) MD5 as hexadecimal text
minute(timestamp) Minute
mod(a, b) Remainder
monotonically_increasing_id() Rising, unique number of the row
month(date) Month
monthname(date) Short name of the month
months_between(timestamp1, timestamp2, roundOff) Months between, with fraction
named_struct(name, value, …) Struct with named fields
nanvl(expr, other) other when expr is NaN
negative(expr) Negated
next_day(start, dayOfWeek) Next such weekday after start
now() Time at the start of the query
nullif(expr, other) NULL when they are equal
nullifzero(expr) NULL when it is zero
nvl(expr, other) other when expr is NULL
nvl2(expr, notNull, isNull) One or the other by whether expr is NULL
octet_length(expr) Length in bytes
overlay(input, replace, position, length) Part replaced by another text
parse_json(json) Variant of a JSON text
parse_url(url, part, key) Part of a URL
pi() Pi
pmod(a, b) Positive remainder
position(substring, string, position) Position of the substring from 1
positive(expr) The value itself
pow(base, exponent) Power
power(base, exponent) Power
printf(format, expr, …) printf-style text
quarter(date) Quarter, 1 to 4
radians(expr) Degrees as radians
raise_error(message) Fails with the message
rand(seed) Random number from 0 to 1
randn(seed) Random number of the normal distribution
random(seed) Random number from 0 to 1
randstr(length, seed) Random text
reduce(array, start, merge, finish) Folds an array with a lambda
reflect(class, method, arg, …) Calls a static Java method
regexp(string, pattern) Whether the pattern matches
regexp_count(string, pattern) Number of matches
regexp_extract(string, pattern, group) Group of the first match
regexp_extract_all(string, pattern, group) Group of all matches
regexp_instr(string, pattern) Position of the first match
regexp_like(string, pattern) Whether the pattern matches
regexp_replace(string, pattern, replacement, position) Matches replaced
regexp_substr(string, pattern) First match
repeat(string, times) Text repeated
replace(string, search, replacement) Text with all occurrences replaced
reverse(expr) Text or array backwards
right(string, length) Last characters
rint(expr) Nearest whole number
rlike(string, pattern) Whether the pattern matches
round(expr, scale) Rounded, halves up
rpad(string, length, pad) Padded at the right
rtrim(string) Without blanks at the right
schema_of_avro(schema, options) DDL of an Avro schema
schema_of_csv(csv, options) DDL of a CSV line
schema_of_json(json, options) DDL of a JSON text
schema_of_variant(variant) Schema of a variant
schema_of_xml(xml, options) DDL of an XML text
sec(expr) Secant
second(timestamp) Second
sentences(text, language, country) Array of sentences, each an array of words
sequence(start, stop, step) Array from start to stop
session_user() User of the session
session_window(timestamp, gap) Session window of the row
sha(expr) SHA-1 as hexadecimal text
sha1(expr) SHA-1 as hexadecimal text
sha2(expr, bits) SHA-2 as hexadecimal text
shiftleft(base, bits) Bits moved to the left
shiftright(base, bits) Bits moved to the right
shiftrightunsigned(base, bits) Bits moved to the right, zeros put in
shuffle(array) Array in random order
sign(expr) -1, 0 or 1
signum(expr) -1, 0 or 1
sin(expr) Sine
sinh(expr) Hyperbolic sine
size(expr) Number of elements of an array or map
slice(array, start, length) Part of an array
smallint(expr) Cast to SMALLINT
sort_array(array, ascending) Sorted array, NULL first
soundex(string) Soundex code
space(n) That many blanks
spark_partition_id() Partition of the row
split(string, regex, limit) Text split at matches
split_part(string, delimiter, part) One part of a split text
sqrt(expr) Square root
startswith(left, right) Whether left starts with right
str_to_map(text, pairDelimiter, keyValueDelimiter) Map of a text
string(expr) Cast to STRING
struct(expr, …) Struct of the values
substr(string, position, length) Part of a text, from 1
substring(string, position, length) Part of a text, from 1
substring_index(string, delimiter, count) Text before the count-th delimiter
tan(expr) Tangent
tanh(expr) Hyperbolic tangent
timestamp(expr) Cast to TIMESTAMP
timestamp_micros(microseconds) Timestamp of Unix microseconds
timestamp_millis(milliseconds) Timestamp of Unix milliseconds
timestamp_seconds(seconds) Timestamp of Unix seconds
tinyint(expr) Cast to TINYINT
to_avro(expr, schema) Value as Avro
to_binary(string, format) Text as binary
to_char(expr, format) Value as text in a pattern
to_csv(struct, options) Struct as a CSV line
to_date(expr, format) Text as DATE
to_json(expr, options) Value as JSON text
to_number(string, format) Text as a number
to_protobuf(expr, message, descriptor, options) Value as Protobuf
to_timestamp(expr, format) Text as TIMESTAMP
to_timestamp_ltz(expr, format) Text as TIMESTAMP with local zone
to_timestamp_ntz(expr, format) Text as TIMESTAMP without zone
to_unix_timestamp(expr, format) Unix time in seconds
to_utc_timestamp(timestamp, zone) Local time of the zone as UTC
to_varchar(expr, format) Value as text in a pattern
to_variant_object(expr) Value as a variant object
to_xml(struct, options) Struct as XML text
transform(array, function) Each element through a lambda
transform_keys(map, function) Each key through a lambda
transform_values(map, function) Each value through a lambda
translate(input, from, to) Characters replaced one by one
trim(string) Without blanks at both ends
trunc(date, unit) Date cut off to the unit
try_add(a, b) Sum, NULL on overflow
try_aes_decrypt(expr, key, mode, padding, aad) Decrypts, NULL on failure
try_divide(dividend, divisor) Quotient, NULL when divided by zero
try_element_at(array_or_map, key) Element or NULL
try_make_interval(years, months, weeks, days, hours, minutes, seconds) Interval or NULL
try_make_timestamp(year, month, day, hour, minute, second, zone) Timestamp or NULL
try_make_timestamp_ltz(year, month, day, hour, minute, second, zone) Timestamp or NULL
try_make_timestamp_ntz(year, month, day, hour, minute, second) Timestamp or NULL
try_mod(a, b) Remainder, NULL when divided by zero
try_multiply(a, b) Product, NULL on overflow
try_parse_json(json) Variant or NULL
try_parse_url(url, part, key) Part of a URL or NULL
try_reflect(class, method, arg, …) Calls a static Java method, NULL on failure
try_subtract(a, b) Difference, NULL on overflow
try_to_binary(string, format) Binary or NULL
try_to_number(string, format) Number or NULL
try_to_timestamp(expr, format) Timestamp or NULL
try_url_decode(string) Decoded URL text or NULL
try_validate_utf8(string) The text when it is valid UTF-8, else NULL
try_variant_get(variant, path, type) Part of a variant or NULL
typeof(expr) Name of the type
ucase(string) Upper case
unbase64(string) Binary of base 64 text
unhex(string) Binary of hexadecimal text
uniform(min, max, seed) Random number between the two
unix_date(date) Days since 1970-01-01
unix_micros(timestamp) Microseconds since 1970
unix_millis(timestamp) Milliseconds since 1970
unix_seconds(timestamp) Seconds since 1970
unix_timestamp(expr, format) Unix time in seconds
upper(string) Upper case
url_decode(string) Decoded URL text
url_encode(string) Encoded URL text
user() User of the query
uuid() Random UUID
validate_utf8(string) The text, or an error when it is not valid UTF-8
variant_get(variant, path, type) Part of a variant
version() Version of Spark
weekday(date) Day of the week, 0 is Monday
weekofyear(date) Week of the year
width_bucket(value, min, max, buckets) Number of the value's bucket
window(timestamp, duration, slide, start) Time window of the row
window_time(window) Event time of a window
xpath(xml, path) Values at an XPath as an array
xpath_boolean(xml, path) Whether the XPath matches
xpath_double(xml, path) Number at an XPath
xpath_float(xml, path) Number at an XPath
xpath_int(xml, path) Number at an XPath
xpath_long(xml, path) Number at an XPath
xpath_number(xml, path) Number at an XPath
xpath_short(xml, path) Number at an XPath
xpath_string(xml, path) Text at an XPath
xxhash64(expr, …) 64-bit hash
year(date) Year
zeroifnull(expr) Zero when it is NULL
zip_with(array1, array2, function) Two arrays merged with a lambda
`;

/** What Spark 4.1 adds. */
export const newFunctionText = `
approx_top_k(expr, k, maxItemsTracked) Most frequent values with estimated counts
bitmap_and_agg(bitmap) Bitwise AND of bitmaps
current_time(precision) Time of day at the start of the query
kll_sketch_agg_bigint(expr, k) KLL sketch of integers, for quantiles
kll_sketch_agg_double(expr, k) KLL sketch of doubles, for quantiles
kll_sketch_agg_float(expr, k) KLL sketch of floats, for quantiles
make_time(hour, minute, second) Time of day of its parts
quote(string) The text as a quoted SQL literal
theta_difference(sketch1, sketch2) Theta sketch of values only in the first
theta_intersection(sketch1, sketch2) Theta sketch of values in both
theta_intersection_agg(sketch) Intersection of Theta sketches
theta_sketch_agg(expr, lgNomEntries) Theta sketch of the values
theta_sketch_estimate(sketch) Estimated distinct count of a Theta sketch
theta_union(sketch1, sketch2, lgNomEntries) Theta sketch of values in either
theta_union_agg(sketch, lgNomEntries) Union of Theta sketches
time_diff(unit, start, end) Units between two times of day
time_trunc(unit, time) Time of day cut off to the unit
to_time(expr, format) Text as a time of day
try_to_time(expr, format) Time of day or NULL
`;
